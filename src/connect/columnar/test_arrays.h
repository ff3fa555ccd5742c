// For tests: random arrays of any type, in the layout of the Arrow C data interface.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "data/arrow_abi.h"

namespace headrace::columnar {

// Owns all that its schema and its array point to.
struct RandomArray {
  ArrowSchema schema{};
  ArrowArray array{};
  std::string format, name = "x";
  std::vector<std::vector<uint8_t>> buffers;
  std::vector<const void*> pointers;
  std::vector<std::unique_ptr<RandomArray>> children;
  std::vector<ArrowSchema*> child_schemas;
  std::vector<ArrowArray*> child_arrays;
  std::unique_ptr<RandomArray> dictionary;
};
using RandomArrayPtr = std::unique_ptr<RandomArray>;

class ArrayMaker {
 public:
  explicit ArrayMaker(uint64_t seed) : random_(seed) {}

  int64_t number(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }

  // `length` elements or more behind an offset, some null, nested up to `depth` levels. Some texts are no
  // UTF-8, some times lie outside the calendar.
  RandomArrayPtr any(int64_t length, int depth) {
    static const std::vector<std::string> flat = {
        "n",      "b",   "c",       "C",          "s",    "S",    "i",         "I",         "l",   "L",
        "e",      "f",   "g",       "u",          "U",    "z",    "Z",         "vu",        "vz",  "w:3",
        "d:18,0", "tdD", "tdm",     "d:18,2",     "tts",  "ttm",  "ttu",       "ttn",       "tDs", "tDm",
        "tDu",    "tDn", "tss:UTC", "tsn:+05:30", "tsu:", "tsm:", "tsu:-0100", "dictionary"};
    static const std::vector<std::string> nested = {"+l", "+L", "+vl",  "+vL",  "+w:2",
                                                    "+s", "+m", "+ud:", "+us:", "+r"};
    const bool deep = depth > 0 && number(0, 2) > 0;
    const auto& formats = deep ? nested : flat;
    return of(formats[static_cast<size_t>(number(0, static_cast<int64_t>(formats.size()) - 1))], length,
              depth);
  }

  RandomArrayPtr of(const std::string& format, int64_t length, int depth) {
    auto made = std::make_unique<RandomArray>();
    made->format = format;
    made->array.length = length;
    made->array.offset = number(0, 1) * number(0, 70);
    const int64_t all = length + made->array.offset;
    if (format == "dictionary")
      add_dictionary(*made, all, depth);
    else if (format[0] == '+')
      add_nested(*made, all, depth);
    else
      add_flat(*made, all);
    finish(*made);
    return made;
  }

 private:
  template <typename T>
  static void add(RandomArray& made, const std::vector<T>& values) {
    // Exactly as many bytes as needed, so that a sanitizer sees a look beyond them.
    std::vector<uint8_t> bytes(values.size() * sizeof(T));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    made.buffers.push_back(std::move(bytes));
  }

  // Mostly of one kind for long stretches, as bitmaps are.
  void add_validity(RandomArray& made, int64_t all) {
    const int64_t kind = number(0, 3);
    std::vector<uint8_t> bits(static_cast<size_t>(kind == 0 ? 0 : (all + 7) / 8));
    for (uint8_t& byte : bits) byte = static_cast<uint8_t>(kind == 1 || number(0, 2) ? 0xff : number(0, 255));
    made.buffers.push_back(std::move(bits));
  }

  int64_t any_int() {
    static constexpr int64_t kMost[] = {1,        100, 86'399, 100'000, 86'399'999'999, INT64_MAX / 1'000'000,
                                        INT64_MAX};
    const int64_t most = kMost[number(0, 6)];
    return number(most == INT64_MAX ? INT64_MIN : -most, most);
  }

  std::string any_text() {
    static constexpr const char* kTexts[] = {
        "",         "US",           "fourteen bytes",   "fifteen bytes..",
        "\xC3\xA9", "\xED\xA0\x80", "\xF0\x9F\x92\xA1", "a text that is longer than the others are",
        "\xff"};
    return kTexts[number(0, number(0, 9) == 0 ? 8 : 3)] + std::string(static_cast<size_t>(number(0, 3)), 'x');
  }

  template <typename T>
  void add_ints(RandomArray& made, int64_t all) {
    std::vector<T> values(static_cast<size_t>(all));
    for (T& v : values) v = static_cast<T>(any_int());
    add(made, values);
  }

  void add_flat(RandomArray& made, int64_t all) {
    const std::string& f = made.format;
    if (f == "n") return;
    add_validity(made, all);
    if (f == "u" || f == "z") return add_texts<int32_t>(made, all);
    if (f == "U" || f == "Z") return add_texts<int64_t>(made, all);
    if (f[0] == 'v') return add_views(made, all);
    if (f[0] == 'd') {
      std::vector<int64_t> words;
      for (int64_t i = 0; i < all; ++i) {
        const int64_t v = number(-999'999'999, 999'999'999);
        words.insert(words.end(), {v, v < 0 ? -1 : 0});
      }
      return add(made, words);
    }
    if (f == "b" || f == "c" || f == "C") return add_ints<uint8_t>(made, all);
    if (f == "w:3") return add_ints<uint8_t>(made, 3 * all);
    if (f == "s" || f == "S" || f == "e") return add_ints<uint16_t>(made, all);
    if (f == "i" || f == "I" || f == "f" || f == "tdD" || f == "tts" || f == "ttm")
      return add_ints<int32_t>(made, all);
    add_ints<int64_t>(made, all);
  }

  template <typename Offset>
  void add_texts(RandomArray& made, int64_t all) {
    std::string bytes = "before";
    std::vector<Offset> offsets = {6};
    for (int64_t i = 0; i < all; ++i) offsets.push_back(static_cast<Offset>((bytes += any_text()).size()));
    add(made, offsets);
    made.buffers.emplace_back(bytes.begin(), bytes.end());
  }

  void add_views(RandomArray& made, int64_t all) {
    std::vector<int32_t> views;
    std::string bytes;
    for (int64_t i = 0; i < all; ++i) {
      const std::string text = any_text();
      int32_t view[4] = {static_cast<int32_t>(text.size()), 0, 0, static_cast<int32_t>(bytes.size())};
      std::memcpy(&view[1], text.data(), std::min<size_t>(text.size(), text.size() <= 12 ? 12 : 4));
      if (text.size() > 12) bytes += text;
      views.insert(views.end(), view, view + 4);
    }
    add(made, views);
    made.buffers.emplace_back(bytes.begin(), bytes.end());
  }

  template <typename Index>
  void add_indices(RandomArray& made, int64_t all, int64_t count, const char* format) {
    std::vector<Index> indices(static_cast<size_t>(all));
    for (Index& i : indices) i = static_cast<Index>(number(0, count - 1));
    add(made, indices);
    made.format = format;
  }

  void add_dictionary(RandomArray& made, int64_t all, int depth) {
    const int64_t count = number(1, 100);
    made.dictionary = any(count, depth - 1);
    add_validity(made, all);
    switch (number(0, 3)) {
      case 0: add_indices<int8_t>(made, all, count, "c"); break;
      case 1: add_indices<uint16_t>(made, all, count, "S"); break;
      case 2: add_indices<int32_t>(made, all, count, "i"); break;
      default: add_indices<uint64_t>(made, all, count, "L"); break;
    }
  }

  // Where each element's items begin, ascending; the last is where they end.
  template <typename Offset>
  int64_t add_offsets(RandomArray& made, int64_t all) {
    std::vector<Offset> offsets = {static_cast<Offset>(number(0, 5))};
    for (int64_t i = 0; i < all; ++i) offsets.push_back(offsets.back() + static_cast<Offset>(number(0, 3)));
    add(made, offsets);
    return offsets.back();
  }

  template <typename Offset>
  void add_list_views(RandomArray& made, int64_t all, int64_t items) {
    std::vector<Offset> offsets, sizes;
    for (int64_t i = 0; i < all; ++i) {
      offsets.push_back(static_cast<Offset>(number(0, items)));
      sizes.push_back(static_cast<Offset>(number(0, std::min<int64_t>(3, items - offsets.back()))));
    }
    add(made, offsets);
    add(made, sizes);
  }

  void add_child(RandomArray& made, RandomArrayPtr child, const std::string& name) {
    child->name = name;
    child->schema.name = child->name.c_str();
    made.children.push_back(std::move(child));
  }

  void add_nested(RandomArray& made, int64_t all, int depth) {
    const std::string& f = made.format;
    if (f[1] == 'u') return add_union(made, all, depth);
    if (f == "+r") return add_runs(made, depth);
    add_validity(made, all);
    int64_t items = all;
    if (f == "+l" || f == "+m") items = add_offsets<int32_t>(made, all);
    if (f == "+L") items = add_offsets<int64_t>(made, all);
    if (f == "+vl") add_list_views<int32_t>(made, all, items);
    if (f == "+vL") add_list_views<int64_t>(made, all, items);
    if (f == "+w:2") items = 2 * all;
    if (f == "+m") return add_child(made, map_entries(items, depth), "entries");
    add_child(made, any(items, depth - 1), "a");
    if (f == "+s") add_child(made, any(items, depth - 1), "a name of more than fourteen bytes");
  }

  RandomArrayPtr map_entries(int64_t items, int depth) {
    auto entries = std::make_unique<RandomArray>();
    entries->format = "+s";
    entries->array.length = items;
    add_validity(*entries, items);
    add_child(*entries, number(0, 5) ? of("u", items, 0) : any(items, depth - 1), "key");
    add_child(*entries, any(items, depth - 1), "value");
    finish(*entries);
    return entries;
  }

  void add_union(RandomArray& made, int64_t all, int depth) {
    const bool dense = made.format[2] == 'd';
    made.format += "5,0";
    std::vector<int8_t> codes;
    std::vector<int32_t> places;
    for (int64_t i = 0; i < all; ++i) {
      codes.push_back(number(0, 20) == 0 ? int8_t{9} : static_cast<int8_t>(5 * number(0, 1)));
      places.push_back(static_cast<int32_t>(number(0, all - 1)));
    }
    add(made, codes);
    if (dense) add(made, places);
    add_child(made, any(all, depth - 1), "a");
    add_child(made, any(all, depth - 1), "b");
  }

  void add_runs(RandomArray& made, int depth) {
    const int64_t all = made.array.length + made.array.offset;
    std::vector<int32_t> ends;
    while (ends.empty() || ends.back() < all)
      ends.push_back((ends.empty() ? 0 : ends.back()) + static_cast<int32_t>(number(1, 9)));
    auto runs = std::make_unique<RandomArray>();
    runs->format = "i";
    runs->array.length = static_cast<int64_t>(ends.size());
    runs->buffers.emplace_back();
    add(*runs, ends);
    finish(*runs);
    add_child(made, std::move(runs), "run_ends");
    add_child(made, any(static_cast<int64_t>(ends.size()), depth - 1), "values");
  }

  static void finish(RandomArray& made) {
    made.schema.format = made.format.c_str();
    made.schema.name = made.name.c_str();
    for (const auto& buffer : made.buffers) made.pointers.push_back(buffer.empty() ? nullptr : buffer.data());
    for (const auto& child : made.children) {
      made.child_schemas.push_back(&child->schema);
      made.child_arrays.push_back(&child->array);
    }
    made.schema.n_children = made.array.n_children = static_cast<int64_t>(made.children.size());
    made.schema.children = made.child_schemas.data();
    made.array.children = made.child_arrays.data();
    made.array.null_count = -1;
    made.array.n_buffers = static_cast<int64_t>(made.pointers.size());
    made.array.buffers = made.pointers.data();
    if (!made.dictionary) return;
    made.schema.dictionary = &made.dictionary->schema;
    made.array.dictionary = &made.dictionary->array;
  }

  std::mt19937_64 random_;
};

}  // namespace headrace::columnar
