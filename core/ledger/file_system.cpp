#include "core/ledger/file_system.hpp"

#include <sys/statfs.h>

#include <cstdint>
#include <string>
#include <utility>

#include "core/ledger/database.hpp"

namespace tidemark::ledger {
namespace {

// statfs(2) and linux/magic.h
constexpr std::pair<std::uint32_t, std::string_view> networks[] = {
    {0x6969, "NFS"},        {0xFF534D42, "CIFS"},   {0xFE534D42, "SMB"},  {0x517B, "SMB"},
    {0x01021997, "9P"},     {0x00C36400, "Ceph"},   {0x5346414F, "AFS"},  {0x6B414653, "AFS"},
    {0x73757245, "Coda"},   {0x0BD00BD0, "Lustre"}, {0x01161970, "GFS2"}, {0x7461636F, "OCFS2"},
    {0x19830326, "BeeGFS"}, {0x47504653, "GPFS"}};

}  // namespace

std::string_view network_file_system(unsigned long type) {
  for (const auto& [number, name] : networks) {
    if (number == static_cast<std::uint32_t>(type)) return name;
  }
  return {};
}

void refuse_network(const std::filesystem::path& ledger) {
  const std::filesystem::path folder = ledger.has_parent_path() ? ledger.parent_path() : ".";
  struct statfs status {};
  if (::statfs(folder.c_str(), &status) != 0) return;
  const auto name = network_file_system(static_cast<unsigned long>(status.f_type));
  if (name.empty()) return;
  refuse(ledger, "lies on a network file system (" + std::string(name) +
                     "), where several machines could write it at once (name a file on a local "
                     "disk with --ledger)");
}

}  // namespace tidemark::ledger
