#pragma once

namespace tidemark {

/// Lets the heap grow in steps that suit an inventory: by the library's own, of some pages, a
/// question asks the kernel hundreds of times. For the main thread, before there are others.
void take_large_steps();

/// Lets what this thread allocates lie in large pages, where the system has some for whoever asks:
/// thousands of small ones cost more than what is put into them. A hint; nothing depends on it.
void use_large_pages();

}  // namespace tidemark
