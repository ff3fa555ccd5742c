// Any pattern on any text: compiling and matching may fail, but neither crash nor hang.
//
// Input: a byte of flags, then pattern, text and replacement, separated by 0xFF bytes.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "pylib/regex/operations.h"
#include "pylib/regex/replacement.h"

namespace {

using namespace headrace;

std::string_view cut(std::string_view* rest) {
  const size_t end = std::min(rest->find('\xFF'), rest->size());
  const std::string_view part = rest->substr(0, end);
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return part;
}

void match_all(const regex::Program& program, const regex::Text& text,
               const regex::Replacement* replacement) {
  const regex::Budget budget{.steps = 20'000, .stack_bytes = 1 << 20};
  regex::Matcher fullmatch(program, text, 0, regex::Text::kMaxSize, budget);
  fullmatch.fullmatch();
  regex::Matcher matcher(program, text, 0, regex::Text::kMaxSize, budget);
  std::string out;
  for_each_match(&matcher, [&](const regex::Matcher& found) {
    if (replacement && !found.has_wrong_span()) replacement->append_to(found, text, &out);
    return out.size() < (1 << 16);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  constexpr uint32_t kFlags = regex::kFlagIgnoreCase | regex::kFlagMultiLine | regex::kFlagDotAll |
                              regex::kFlagVerbose | regex::kFlagAscii;
  const uint32_t flags = (uint32_t{data[0]} << 1) & kFlags;
  const bool wants_text = (data[0] & 1) == 0;
  rest.remove_prefix(1);
  const std::string_view pattern = cut(&rest), subject = cut(&rest), source = cut(&rest);
  const bool is_text = wants_text && unicode::is_valid(pattern, true) && unicode::is_valid(subject, true) &&
                       unicode::is_valid(source, true);

  regex::CompileError error;
  const auto program = regex::compile(pattern, is_text, flags, &error);
  if (!program) return 0;
  regex::Replacement replacement;
  const bool has_replacement = replacement.parse(source, is_text, *program, &error);
  const regex::Text text =
      is_text ? regex::Text::of_str(subject, unicode::is_ascii(subject)) : regex::Text::of_bytes(subject);
  match_all(*program, text, has_replacement ? &replacement : nullptr);
  return 0;
}
