#include "core/host/worker.hpp"

int main() { return tidemark::host::worker_main(tidemark::host::worker_descriptor); }
