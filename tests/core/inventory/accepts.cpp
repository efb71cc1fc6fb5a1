// Says what the reader thinks of documents: one line of JSON, which is YAML too, to a document. To
// each it answers one line: its complaints, a tab between them, without their places; nothing when
// it is accepted.

#include <iostream>

#include "tests/core/inventory/kit.hpp"

int main() {
  using namespace tidemark;
  for (std::string document; std::getline(std::cin, document);) {
    std::string answer;
    for (const Complaint& complaint :
         inventory::read_inventory(inventory::files_of({{"tidemark.yaml", document}})).complaints) {
      answer += (answer.empty() ? "" : "\t") + complaint.fact + " (" + complaint.way_out + ')';
    }
    std::cout << answer << '\n';
  }
}
