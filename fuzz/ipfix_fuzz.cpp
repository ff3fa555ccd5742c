// Any bytes as an IPFIX message: either all its events or a reason why it has none.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/status.h"
#include "connect/ipfix.h"
#include "data/json_parser.h"
#include "data/json_write.h"
#include "data/object.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace headrace;
  Value message;
  JsonError json_error;
  if (!parse_json({reinterpret_cast<const char*>(data), size}, &message, &json_error)) return 0;
  std::vector<Value> records;
  std::string error;
  if (!ipfix_records(message, &records, &error)) {
    HEADRACE_CHECK(records.empty() && !error.empty());
    return 0;
  }
  for (const Value& record : records) {
    HEADRACE_CHECK(record.kind() == Kind::kDict);
    HEADRACE_CHECK(record.as<DictObj>()->table.find(Value::string("source_mac")));
    std::string text;
    append_json(record, &text);
  }
  return 0;
}
