// Columns against the simplest reading of the Arrow specification there is, an element at a time, on random
// arrays of all types.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include "base/unicode.h"
#include "connect/columnar/arrow_column.h"
#include "connect/columnar/test_arrays.h"
#include "data/datetime.h"
#include "data/object.h"
#include "data/test_values.h"

namespace headrace::columnar {
namespace {

using Element = std::optional<Value>;  // nothing where there is no Value for it

template <typename T>
T at(const ArrowArray& array, int buffer, int64_t i) {
  T value;
  std::memcpy(&value, static_cast<const char*>(array.buffers[buffer]) + i * static_cast<int64_t>(sizeof(T)),
              sizeof(T));
  return value;
}

Element element_of(const ArrowSchema& schema, const ArrowArray& array, int64_t i);

// What stands at i of the buffers as an integer, whatever its width.
int64_t int_at(std::string_view format, const ArrowArray& array, int buffer, int64_t i) {
  if (format == "c") return at<int8_t>(array, buffer, i);
  if (format == "C") return at<uint8_t>(array, buffer, i);
  if (format == "s") return at<int16_t>(array, buffer, i);
  if (format == "S") return at<uint16_t>(array, buffer, i);
  if (format == "i" || format == "tdD" || format == "tts" || format == "ttm")
    return at<int32_t>(array, buffer, i);
  if (format == "I") return at<uint32_t>(array, buffer, i);
  return at<int64_t>(array, buffer, i);
}

Element text_of(char kind, std::string_view bytes) {
  if (kind == 'z' || kind == 'Z' || kind == 'w') return Value::bytes(bytes);
  if (!unicode::is_valid(bytes, true)) return std::nullopt;
  return Value::string(bytes);
}

Element bytes_of(std::string_view format, const ArrowArray& array, int64_t i) {
  if (format == "w:3") return text_of('w', {static_cast<const char*>(array.buffers[1]) + 3 * i, 3});
  const char* data = static_cast<const char*>(array.buffers[2]);
  if (format[0] == 'v') {
    const auto size = at<int32_t>(array, 1, 4 * i);
    const char* view = static_cast<const char*>(array.buffers[1]) + 16 * i;
    return text_of(format[1],
                   {size <= 12 ? view + 4 : data + at<int32_t>(array, 1, 4 * i + 3), size_t(size)});
  }
  const bool large = format == "U" || format == "Z";
  const int64_t begin = large ? at<int64_t>(array, 1, i) : at<int32_t>(array, 1, i);
  const int64_t end = large ? at<int64_t>(array, 1, i + 1) : at<int32_t>(array, 1, i + 1);
  return text_of(format[0], {data + begin, static_cast<size_t>(end - begin)});
}

__int128 floor_of(__int128 a, int64_t b) { return (a - ((a % b) + b) % b) / b; }

Element time_of(std::string_view format, int64_t count) {
  const auto scaled = [&](char unit) -> __int128 {
    if (unit == 'n') return floor_of(count, 1000);
    return static_cast<__int128>(count) * (unit == 's' ? 1'000'000 : unit == 'm' ? 1'000 : 1);
  };
  if (format.starts_with("td")) {
    const __int128 days = format == "tdD" ? count : floor_of(count, 86'400'000);
    if (days < kFirstDay || days > kLastDay) return std::nullopt;
    return Value::date(static_cast<int64_t>(days));
  }
  __int128 us = scaled(format[2]);
  if (format.starts_with("tt")) {
    if (us < 0 || us >= kDayUs) return std::nullopt;
    return Value::time(static_cast<int64_t>(us), Zone::kNaive, 0);
  }
  if (format.starts_with("tD")) {
    if (us > INT64_MAX || us < INT64_MIN) return std::nullopt;
    const __int128 days = floor_of(us, kDayUs);
    return Value::timedelta(static_cast<int32_t>(days), static_cast<int64_t>(us - days * kDayUs));
  }
  const int32_t offset_s = format.ends_with("+05:30") ? 19'800 : format.ends_with("-0100") ? -3'600 : 0;
  us += static_cast<__int128>(offset_s) * 1'000'000;
  if (us < static_cast<__int128>(kFirstDay) * kDayUs || us >= static_cast<__int128>(kLastDay + 1) * kDayUs) {
    return std::nullopt;
  }
  const bool naive = format == "tsu:" || format == "tsm:";
  return Value::datetime(static_cast<int64_t>(us), naive ? Zone::kNaive : Zone::kFixed, offset_s);
}

Element number_of(std::string_view format, const ArrowArray& array, int64_t i) {
  switch (format[0]) {
    case 'b': return Value::boolean(at<uint8_t>(array, 1, i / 8) >> i % 8 & 1);
    case 'L': return make_int(BigInt(at<uint64_t>(array, 1, i)));
    case 'e': {
      const auto half = static_cast<double>(at<_Float16>(array, 1, i));
      return Value::real(half == half ? half : std::copysign(std::nan(""), half));  // without what NaNs carry
    }
    case 'f': return Value::real(at<float>(array, 1, i));
    case 'g': return Value::real(at<double>(array, 1, i));
    case 'd': {
      const int64_t digits = at<int64_t>(array, 1, 2 * i);
      if (format == "d:18,0") return Value::integer(digits);
      return Value::real(std::stod(std::to_string(digits) + "e-2"));
    }
    default: return Value::integer(int_at(format, array, 1, i));
  }
}

Element list_of(const ArrowSchema& schema, const ArrowArray& array, int64_t begin, int64_t end) {
  Values items;
  for (int64_t i = begin; i < end; ++i) {
    const Element item = element_of(*schema.children[0], *array.children[0], i);
    if (!item) return std::nullopt;
    items.push_back(*item);
  }
  return test::list_of(Flavor::kPlain, items);
}

Element struct_of(const ArrowSchema& schema, const ArrowArray& array, int64_t i) {
  std::vector<std::pair<Value, Value>> fields;
  for (int64_t f = 0; f < schema.n_children; ++f) {
    const Element field = element_of(*schema.children[f], *array.children[f], i);
    if (!field) return std::nullopt;
    fields.emplace_back(Value::string(schema.children[f]->name), *field);
  }
  return test::dict_of(Flavor::kPlain, fields);
}

Element map_of(const ArrowSchema& schema, const ArrowArray& array, int64_t begin, int64_t end) {
  const ArrowSchema& entry = *schema.children[0];
  const ArrowArray& entries = *array.children[0];
  std::vector<std::pair<Value, Value>> pairs;
  for (int64_t i = begin; i < end; ++i) {
    const Element both = element_of(entry, entries, i);
    if (!both || both->is_none()) return std::nullopt;
    const Element key = element_of(*entry.children[0], *entries.children[0], entries.offset + i);
    const Element item = element_of(*entry.children[1], *entries.children[1], entries.offset + i);
    if (!key || !item || !hashable(*key)) return std::nullopt;
    pairs.emplace_back(*key, *item);
  }
  return test::dict_of(Flavor::kPlain, pairs);
}

Element nested_of(const ArrowSchema& schema, const ArrowArray& array, int64_t i) {
  const std::string_view format = schema.format;
  if (format == "+s") return struct_of(schema, array, i);
  if (format == "+w:2") return list_of(schema, array, 2 * i, 2 * i + 2);
  if (format == "+r") {
    int64_t run = 0;
    while (at<int32_t>(*array.children[0], 1, array.children[0]->offset + run) <= i) ++run;
    return element_of(*schema.children[1], *array.children[1], run);
  }
  if (format[1] == 'u') {
    const int8_t code = at<int8_t>(array, 0, i);
    if (code != 0 && code != 5) return std::nullopt;
    const int child = code == 5 ? 0 : 1;
    return element_of(*schema.children[child], *array.children[child],
                      format[2] == 'd' ? at<int32_t>(array, 1, i) : i);
  }
  const std::string_view width = format == "+L" || format == "+vL" ? "l" : "i";
  const int64_t begin = int_at(width, array, 1, i);
  if (format[1] == 'v') return list_of(schema, array, begin, begin + int_at(width, array, 2, i));
  const int64_t end = int_at(width, array, 1, i + 1);
  return format == "+m" ? map_of(schema, array, begin, end) : list_of(schema, array, begin, end);
}

Element element_of(const ArrowSchema& schema, const ArrowArray& array, int64_t i) {
  const std::string_view format = schema.format;
  i += array.offset;
  if (format == "n") return Value();
  const bool has_validity = format != "+r" && !format.starts_with("+u");
  if (has_validity && array.buffers[0] && !(at<uint8_t>(array, 0, i / 8) >> i % 8 & 1)) return Value();
  if (schema.dictionary)
    return element_of(*schema.dictionary, *array.dictionary, int_at(format, array, 1, i));
  if (format[0] == '+') return nested_of(schema, array, i);
  if (format[0] == 't') return time_of(format, int_at(format, array, 1, i));
  if (std::string_view("uUzZvw").find(format[0]) != std::string_view::npos) return bytes_of(format, array, i);
  return number_of(format, array, i);
}

std::string shown(const Element& element) { return element ? test::describe(*element) : "no value"; }

// What a cell may hold of an element of another array; texts of the sizes that come again.
Value used_before(ArrayMaker& maker) {
  switch (maker.number(0, 3)) {
    case 0: return Value();
    case 1: return Value::integer(7);
    case 2: return Value::string(std::string(static_cast<size_t>(maker.number(0, 40)), 'x'));
    default: return make_list({Value::integer(7)});
  }
}

// Runs of an array's elements into a table, every cell as the simple reading has it and its neighbours
// untouched.
void check(ArrowColumn& column, const ArrowSchema& schema, const ArrowArray& array, ArrayMaker& maker) {
  for (int64_t begin = 0, count = 0; begin < array.length; begin += count) {
    count = maker.number(0, array.length - begin);
    const auto width = static_cast<size_t>(maker.number(1, 3));
    std::vector<Value> table(static_cast<size_t>(count) * width);
    for (size_t i = 0; i < table.size(); i += width) table[i] = used_before(maker);
    std::vector<CellError> errors;
    column.fill(array, begin, count, {table.data(), width}, &errors);
    auto error = errors.begin();
    for (int64_t i = 0; i < count; ++i) {
      const Value* cells = &table[static_cast<size_t>(i) * width];
      Element cell = cells[0];
      if (error != errors.end() && error->row == i) {
        RC_ASSERT(cell->is_none() && !error->why.empty());
        ++error;
        cell.reset();
      }
      const std::string wanted = shown(element_of(schema, array, begin + i));
      RC_ASSERT(shown(cell) == wanted);
      for (size_t other = 1; other < width; ++other) RC_ASSERT(cells[other].is_none());
      Value alone;
      std::string why;
      const bool got = column.get(array, begin + i, &alone, &why);
      RC_ASSERT(shown(got ? Element(alone) : std::nullopt) == wanted);
    }
    RC_ASSERT(error == errors.end());
  }
}

RC_GTEST_PROP(ArrowColumn, EqualsTheSimplestReading, (uint64_t seed)) {
  ArrayMaker maker(seed);
  const auto made = maker.any(maker.number(0, 200), 3);
  const auto column = make_column(made->schema);
  RC_ASSERT(bool(column));
  (*column)->enter(made->array);
  check(**column, made->schema, made->array, maker);
}

// Positions in a dictionary of flat values, both of the given formats where these are not empty.
RandomArrayPtr make_dictionary(ArrayMaker& maker, const std::string& format, const std::string& values) {
  for (;;) {
    RandomArrayPtr made = maker.of("dictionary", 50, 0);
    const bool flat = !made->dictionary->dictionary;
    const bool wanted = format.empty() || (made->format == format && made->dictionary->format == values);
    if (flat && wanted) return made;
  }
}

// Arrays that share a dictionary, the same memory under another structure, and then one with another.
RC_GTEST_PROP(ArrowColumn, KeepsADictionaryAsLongAsItLives, (uint64_t seed)) {
  ArrayMaker maker(seed);
  RandomArrayPtr made = make_dictionary(maker, "", "");
  const auto column = make_column(made->schema);
  RC_ASSERT(bool(column));
  (*column)->enter(made->array);
  check(**column, made->schema, made->array, maker);

  auto dictionary = std::make_unique<ArrowArray>(*made->array.dictionary);
  auto same = std::make_unique<ArrowArray>(made->array);
  same->dictionary = dictionary.get();
  (*column)->enter(*same);
  check(**column, made->schema, *same, maker);

  const RandomArrayPtr next = make_dictionary(maker, made->format, made->dictionary->format);
  (*column)->enter(next->array);
  made.reset();
  same.reset();
  dictionary.reset();
  check(**column, next->schema, next->array, maker);
}

}  // namespace
}  // namespace headrace::columnar
