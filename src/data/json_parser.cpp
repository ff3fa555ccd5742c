#include "data/json_parser.h"

#include "data/json_scanner.h"
#include "data/object.h"

namespace headrace {

bool parse_json(std::string_view text, Value* out, JsonError* error) {
  JsonScanner scan(without_bom(text), error);
  scan.skip_space();
  if (!scan.value(out, 0)) return false;
  scan.skip_space();
  return scan.at_end() || scan.fail("Extra data");
}

void copy_of_event(const Value& value, Value* out) {
  constexpr int kDepth = kMaxNesting - kJsonDepthMax - 1;
  HEADRACE_CHECK(deep_copy(value, out, kDepth, UINT64_MAX));
}

}  // namespace headrace
