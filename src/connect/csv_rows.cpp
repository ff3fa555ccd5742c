#include "connect/csv_rows.h"

#include "base/unicode.h"
#include "data/csv.h"
#include "data/json_write.h"
#include "pylib/api.h"

namespace headrace {
namespace {

// Lone surrogates, which UTF-8 has no bytes for, as \udXXX.
void append_text_cell(std::string_view text, std::string* out) {
  if (unicode::is_ascii(text) || unicode::is_valid(text, false)) return append_csv_cell(text, out);
  std::string escaped;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const char32_t c = unicode::decode_next(at);
    if (c < 0xd800 || c > 0xdfff) {
      unicode::append(escaped, c);
      continue;
    }
    static constexpr char kHex[] = "0123456789abcdef";
    escaped.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) escaped += kHex[c >> shift & 15];
  }
  append_csv_cell(escaped, out);
}

void append_block_cell(const Value& value, std::string* out) {
  switch (value.kind()) {
    case Kind::kNone: return;
    case Kind::kStr: return append_text_cell(value.str(), out);
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime: return append_iso(value, out);
    default: break;
  }
  std::string text;
  append_json_or_null(value, &text);
  append_csv_cell(text, out);
}

}  // namespace

void end_csv_row(size_t begin, std::string* out) {
  if (out->size() == begin) out->append("\"\"");  // else it would read as a blank line
  out->append("\r\n");
}

void append_block_header(const AggregatePlan& plan, std::string* out) {
  const size_t begin = out->size();
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    if (i) out->push_back(',');
    append_text_cell(plan.slot_names[i], out);
  }
  end_csv_row(begin, out);
}

void append_block_row(const AggregatePlan& plan, const std::vector<Value>& slots, std::string* out) {
  const size_t begin = out->size();
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    if (i) out->push_back(',');
    append_block_cell(slots[i], out);
  }
  end_csv_row(begin, out);
}

void append_python_cell(Context& cx, const Value& value, std::string* out) {
  if (value.is_none()) return;
  if (value.is_str()) return append_text_cell(value.str(), out);
  std::string text;
  cx.begin_evaluation();
  if (!pylib::append_str(cx, value, &text)) {
    // What str() refuses (an integer of more than 4300 digits) as JSON has it.
    cx.clear_error();
    text.clear();
    append_json_or_null(value, &text);
  }
  append_text_cell(text, out);
}

}  // namespace headrace
