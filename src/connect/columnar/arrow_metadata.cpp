#include "connect/columnar/arrow_metadata.h"

#include <cstdint>
#include <cstring>

namespace headrace::columnar {
namespace {

int32_t take_int32(const char** at) {
  int32_t i;
  std::memcpy(&i, *at, sizeof i);
  *at += sizeof i;
  return i;
}

std::string_view take_text(const char** at) {
  const auto size = static_cast<size_t>(take_int32(at));
  const std::string_view text(*at, size);
  *at += size;
  return text;
}

void append_int32(size_t n, std::string* out) {
  const auto i = static_cast<int32_t>(n);
  out->append(reinterpret_cast<const char*>(&i), sizeof i);
}

}  // namespace

std::optional<std::string_view> find_metadata(const ArrowSchema& schema, std::string_view name) {
  if (!schema.metadata) return std::nullopt;
  const char* at = schema.metadata;
  for (int32_t left = take_int32(&at); left > 0; --left) {
    const std::string_view key = take_text(&at);
    const std::string_view value = take_text(&at);
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string encode_metadata(const Metadata& metadata) {
  std::string out;
  if (metadata.empty()) return out;
  append_int32(metadata.size(), &out);
  for (const auto& [name, value] : metadata) {
    append_int32(name.size(), &out);
    out.append(name);
    append_int32(value.size(), &out);
    out.append(value);
  }
  return out;
}

}  // namespace headrace::columnar
