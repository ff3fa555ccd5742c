// The ISO forms that events carry, read without a detour: YYYY-MM-DD, alone or with T or a space,
// HH:MM:SS, a fraction, and Z, +hh, +hhmm or +hh:mm. dateutil.parser.parse and datetime.fromisoformat read
// these alike and try them first; everything else, and every value out of range, is theirs to judge.
#pragma once

#include <cstdint>
#include <string_view>

#include "data/value.h"

namespace headrace::pylib {

struct FastIso {
  enum class Form { kDate, kNaive, kZulu, kOffset };
  Form form;
  int32_t offset_s;  // within a day; 0 but for kOffset
  int64_t wall_us;
};
// False where the text is of another form.
bool read_fast_iso(std::string_view text, FastIso* out);

// The datetime that dateutil.parser.parse makes of it.
inline Value dateutil_datetime(const FastIso& iso) {
  if (iso.form < FastIso::Form::kZulu) return Value::datetime(iso.wall_us, Zone::kNaive, 0);
  return Value::datetime(iso.wall_us, iso.offset_s == 0 ? Zone::kTzLocal : Zone::kTzOffset, iso.offset_s);
}

}  // namespace headrace::pylib
