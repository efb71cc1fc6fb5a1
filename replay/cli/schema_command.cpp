#include "core/json/json.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/inventory_schema.hpp"
#include "replay/cli/print.hpp"

namespace tidemark::cli {

int schema(const Arguments& arguments) {
  print(arguments, inventory_schema,
        json::Object{{"schema", "tidemark.schema/1"},
                     {"inventory", json::parse(inventory_schema, "inventory.schema.json")}});
  return 0;
}

}  // namespace tidemark::cli
