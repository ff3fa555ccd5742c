// A str or bytes value seen as a run of units: code points of a str, bytes of a bytes object. Python's
// methods on both are the same but for that, so most are written once over it.
//
// Offsets are in bytes, indices in units. WTF-8 is self-synchronizing: a match of one text in another starts
// and ends at code points, so searching works on bytes, and units matter only where Python counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/unicode.h"
#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

// One byte is one unit.
inline bool is_bytewise(const Value& v) { return v.kind() == Kind::kBytes || v.is_ascii(); }

// Python's len(v) of a str or bytes.
size_t unit_count(const Value& v);
// The offset of the unit with this index; the size where the index is not below unit_count().
size_t offset_of_index(const Value& v, size_t index);
// The index of the unit at this offset.
size_t index_of_offset(const Value& v, size_t offset);

// The text of v between indices `begin` and `end`, with begin <= end <= unit_count().
std::string_view slice_units(const Value& v, size_t begin, size_t end);

// Bytes of the unit at `at`.
inline size_t unit_size(bool bytewise, const char* at) {
  return bytewise ? 1 : static_cast<size_t>(unicode::sequence_size(*at));
}

// A value of kind kStr or kBytes.
inline Value make_text(Kind kind, std::string_view data) {
  return kind == Kind::kStr ? Value::string(data) : Value::bytes(data);
}
// `data` lies in self's text: self itself where it is all of it.
inline Value part_of(const Value& self, std::string_view data) {
  if (data.size() == self.str().size()) return self;
  return self.is_str() && self.is_ascii() ? Value::string(data, true) : make_text(self.kind(), data);
}

// A str or bytes of `size` bytes, which `fill(char*)` writes. The caller has charged for it. `ascii`: every
// byte is known to be below 0x80; otherwise they are looked at.
template <typename Fill>
Value fill_text(Kind kind, size_t size, bool ascii, Fill fill) {
  if (size <= Value::kInlineStrMax) {
    char small[Value::kInlineStrMax];
    fill(small);
    return ascii && kind == Kind::kStr ? Value::string({small, size}, true) : make_text(kind, {small, size});
  }
  StrObj* text = StrObj::make(kind, static_cast<uint32_t>(size), ascii);
  fill(text->data);
  if (!ascii) text->ascii = unicode::is_ascii(text->view());
  return Value::adopt(text);
}

// Steps for looking through that many bytes.
inline bool charge_scan(Context& cx, size_t bytes) { return bytes < 64 || cx.charge(bytes / 64); }

}  // namespace headrace::pylib
