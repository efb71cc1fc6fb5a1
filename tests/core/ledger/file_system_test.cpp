#include "core/ledger/file_system.hpp"

#include <doctest/doctest.h>

#include "tests/kit/folder.hpp"

namespace tidemark::ledger {

TEST_CASE("file systems that several machines share have a name") {
  CHECK(network_file_system(0x6969) == "NFS");
  CHECK(network_file_system(0xFF534D42) == "CIFS");
  CHECK(network_file_system(0xFFFFFFFFFF534D42) == "CIFS");  // as a signed number widens
  CHECK(network_file_system(0x01021997) == "9P");
}

TEST_CASE("a disk, memory, layers and whatever lies behind FUSE are no network") {
  for (const unsigned long local : {0xEF53UL, 0x58465342UL, 0x9123683EUL, 0x01021994UL,
                                    0x794C7630UL, 0x65735546UL, 0x2FC12FC1UL}) {
    CHECK(network_file_system(local).empty());
  }
}

TEST_CASE("a ledger on this machine's disk is not refused") {
  const test::Folder folder;
  CHECK_NOTHROW(refuse_network(folder / "ledger.sqlite"));
  CHECK_NOTHROW(refuse_network("ledger.sqlite"));
}

}  // namespace tidemark::ledger
