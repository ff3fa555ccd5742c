// CSV as RFC 4180 has it: cells between commas, rows on lines (CR LF or LF), cells in double quotes where
// they hold commas, quotes (doubled) or line ends. A quote inside a cell that does not begin with one is
// text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"

namespace headrace {

// A cell as it stands in the row's text.
class CsvCell {
 public:
  CsvCell() = default;
  explicit CsvCell(std::string_view plain) : text(plain) {}

  std::string_view text;  // without the quotes around it
  bool doubled = false;   // holds doubled quotes

  // What it says. Uses *buffer where quotes are doubled.
  std::string_view unquoted(std::string* buffer) const { return doubled ? with_single_quotes(buffer) : text; }

 private:
  std::string_view with_single_quotes(std::string* buffer) const;
};

enum class CsvScan {
  kRow,        // a row
  kMalformed,  // text behind a closing quote; the row goes to the end of its line
  kMore,       // the text ends inside the row
};

// The row at the beginning of `text`: its cells and, in *size, its bytes with the line end. `last`: no text
// will follow; kMore then means that a quote is never closed.
CsvScan scan_csv_row(std::string_view text, bool last, std::vector<CsvCell>* cells, size_t* size);

// The same of a row without quotes, which is one line; its line end may be there or not. Whether all its
// bytes are below 0x80. Bytes up to `readable`, which is not before the row's end, may be looked at.
bool split_plain_csv_row(std::string_view row, const char* readable, std::vector<CsvCell>* cells);

enum class CsvType : uint8_t { kInteger, kFloat, kBoolean, kString, kJson };

const char* csv_type_name(CsvType type);
std::optional<CsvType> csv_type_of(std::string_view name);

// The narrowest type of a cell that is not empty: an integer or a float in JSON's notation (with NaN,
// Infinity and Python's nan and inf), true or false (as they are, capitalised, or in capitals), else a
// string. Never kJson.
CsvType infer_csv_type(std::string_view cell);
// The narrowest type that takes both.
CsvType join_csv_types(CsvType a, CsvType b);

// A cell that is not empty as a value of the type. Integers and floats as Python's int() and float() read
// them; what *out was ends, and a text may take its memory. False with the reason in *why. `ascii`: its bytes
// are known to be below 0x80.
bool csv_value(CsvType type, std::string_view cell, bool ascii, Value* out, const char** why);
// The same for plain numbers, of few digits and without an exponent, texts, and true and false, whose type is
// the cell's own; or false, and nothing is known.
bool csv_value_quickly(CsvType type, std::string_view cell, bool ascii, Value* out);

// A cell, in quotes where it needs them.
void append_csv_cell(std::string_view text, std::string* out);

}  // namespace headrace
