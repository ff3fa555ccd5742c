#include "state/key_state.h"

#include "data/json_write.h"

namespace headrace {

std::string key_text(const std::string& identity, const std::string& aggregate, const RowKey& key) {
  std::string out = identity;
  out.append("/").append(aggregate).append("/").append(key.dimensions).append("/");
  if (!key.timestamp.is_none()) append_iso(key.timestamp, &out);
  return out;
}

}  // namespace headrace
