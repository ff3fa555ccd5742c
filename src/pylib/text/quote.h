// Text between quotes, as repr() of str and bytes writes it.
#pragma once

#include <string>
#include <string_view>

namespace headrace::pylib {

// repr of a str and of a bytes object.
void append_quoted(std::string_view text, std::string* out);
void append_quoted_bytes(std::string_view data, std::string* out);

// Their parts: Python's choice of quote, and what stands between two of them.
char quote_for(std::string_view text);
void append_escaped(std::string_view text, char quote, std::string* out);
void append_escaped_bytes(std::string_view data, char quote, std::string* out);

}  // namespace headrace::pylib
