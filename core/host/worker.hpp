#pragma once

namespace tidemark::host {

/// The descriptor on which a worker finds its host.
inline constexpr int worker_descriptor = 3;

/// The descriptor of the plugin's file, in case that was removed since it was opened.
inline constexpr int plugin_descriptor = 4;

/// A worker opens no more descriptors.
inline constexpr unsigned most_descriptors = 4096;

/// The body of `tidemark worker`: limits this process, loads the one plugin the host names, and
/// serves calls until the host says stop or goes away. Returns the exit status, which means
/// nothing: only answers count. Call it from main() before any thread exists.
int worker_main(int descriptor);

}  // namespace tidemark::host
