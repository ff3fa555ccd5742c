#include "state/key_state.h"

#include <cstring>

#include "data/json_write.h"

namespace headrace {

void append_dimension(std::string_view text, RowKey* key, std::string* key_id) {
  if (!key_id->empty()) key->dimensions.push_back(':');
  key->dimensions.append(text);
  const uint64_t length = text.size();
  key_id->append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
}

std::vector<std::string_view> dimensions_of(std::string_view key_id) {
  std::vector<std::string_view> texts;
  while (!key_id.empty()) {
    uint64_t length;
    std::memcpy(&length, key_id.data(), sizeof length);
    texts.push_back(key_id.substr(sizeof length, length));
    key_id.remove_prefix(sizeof length + length);
  }
  return texts;
}

std::string key_text(const std::string& identity, const std::string& aggregate, const RowKey& key) {
  std::string out = identity;
  out.append("/").append(aggregate).append("/").append(key.dimensions).append("/");
  if (!key.timestamp.is_none()) append_iso(key.timestamp, &out);
  return out;
}

}  // namespace headrace
