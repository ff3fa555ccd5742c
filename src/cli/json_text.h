// JSON objects and lists as text, written from left to right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/json_write.h"

namespace headrace::cli {

class JsonText {
 public:
  // The next value is that of this member of an object.
  JsonText& key(std::string_view name) {
    separate();
    append_json_string(name, &text_);
    text_ += ": ";
    return *this;
  }
  // '{' and '}', '[' and ']'
  JsonText& open(char bracket) { return raw(std::string_view(&bracket, 1)); }
  JsonText& close(char bracket) { return text_ += bracket, *this; }
  JsonText& string(std::string_view value) {
    separate();
    append_json_bytes(value, &text_);
    return *this;
  }
  JsonText& number(size_t value) { return raw(std::to_string(value)); }
  JsonText& boolean(bool value) { return raw(value ? "true" : "false"); }
  template <typename Words>
  JsonText& strings(const Words& words) {
    open('[');
    for (const auto& word : words) string(word);
    return close(']');
  }
  // A value that is JSON already.
  JsonText& raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
  }

  std::string take() { return std::move(text_); }

 private:
  void separate() {
    if (!text_.empty() && !text_.ends_with('{') && !text_.ends_with('[') && !text_.ends_with(": "))
      text_ += ", ";
  }

  std::string text_;
};

}  // namespace headrace::cli
