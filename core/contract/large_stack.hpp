#pragma once

#include <functional>

namespace tidemark::contract {

/// Does the work on a thread with a stack for schemas that are nested thousands deep, waits for it,
/// and throws what it threw. Throws Error(evaluation) when there is no such thread to be had.
void on_large_stack(const std::function<void()>& work);

}  // namespace tidemark::contract
