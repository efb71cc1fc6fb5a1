#include "core/ledger/migrations.hpp"

#include <doctest/doctest.h>

#include "core/base/hash.hpp"

namespace tidemark::ledger {

TEST_CASE("a ledger of the newest version is known without making another") {
  CHECK(sha256_hex(newest_schema()) == usual_schema_hash());
}

}  // namespace tidemark::ledger
