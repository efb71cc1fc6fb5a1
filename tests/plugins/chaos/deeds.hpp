#pragma once

#include <string>

/// What a process can do to itself and its machine, by name. Each returns when the behaviour is
/// none of its own.
namespace tidemark::chaos {

/// Ends the process.
void die_of(const std::string& behaviour);
/// Keeps the calling thread for ever.
void stall(const std::string& behaviour);
/// Takes more of something than a worker may.
void exhaust(const std::string& behaviour);
/// Spoils what belongs to the whole process, and goes on.
void disturb(const std::string& behaviour);
/// Prints: "flood stdout", "flood stderr", "flood 1 GB".
void flood(const std::string& behaviour);
/// A process in a session of its own that holds every descriptor and ignores SIGTERM.
void leave_daemon();
/// Holds ten MiB more.
void leak();

}  // namespace tidemark::chaos
