// Members of an event that are written as those of the event before were, read at a few instructions each.
//
// Between two values stand the bytes that stood there last time, and the values are short plain strings or
// numbers: that is nearly every member of nearly every event. Thirty-two bytes are looked at together; what
// is not of this kind is left to JsonScanner, which also knows what is wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/value.h"

namespace headrace::json_quick {

// A member as it was last time.
struct Member {
  static constexpr size_t kLeadMax = 32;

  // `lead`: the bytes from the end of the value before to the beginning of this one, `, "key": `. Longer ones
  // are not remembered.
  void set(std::string_view lead, int value_slot);

  alignas(32) char lead[kLeadMax] = {};
  uint32_t beyond = 0;      // a bit for each byte that is none of the lead's
  uint32_t lead_size = 0;   // 0: nothing is remembered
  uint32_t value_size = 0;  // the last one's
  int slot = -1;            // of the value; -1: not asked for
};

struct Cursor {
  const char* at;
  const char* end;           // of the text
  const char* readable_end;  // up to here may be looked at
};

// Reads on from one member after another, as many as are like `members`; gives how many. Values that are not
// asked for are stepped over; `strict`: only those that have been understood.
using ReadMembers = size_t (*)(Member* members, size_t count, bool strict, Cursor* cursor, Value* slots);

// The fastest one that this processor has; null where there is none.
ReadMembers find_read_members();

}  // namespace headrace::json_quick
