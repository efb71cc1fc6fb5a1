#pragma once

namespace tidemark {

/// Marks a place where this process could die or an operation could fail, so that a test can make
/// it so: `site` names the operation that comes next. Returns the errno that the operation is to
/// fail with; always 0 in what we ship, since only a test's own program is linked with
/// tests/kit/fault_injection.cpp.
int fault_point(const char* site);

}  // namespace tidemark
