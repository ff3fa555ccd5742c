// The methods of str and bytes, each defined in the file of its subject. Where one name serves both, it asks
// self's kind. Contract as MethodFn in api.h.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

#define HEADRACE_TEXT_METHOD(name) bool name(Context& cx, const Value& self, const Args& args, Value* out)

// str_case.cpp
HEADRACE_TEXT_METHOD(text_capitalize);
HEADRACE_TEXT_METHOD(text_lower);
HEADRACE_TEXT_METHOD(text_swapcase);
HEADRACE_TEXT_METHOD(text_title);
HEADRACE_TEXT_METHOD(text_upper);
HEADRACE_TEXT_METHOD(str_casefold);

// str_classify.cpp
HEADRACE_TEXT_METHOD(text_isalnum);
HEADRACE_TEXT_METHOD(text_isalpha);
HEADRACE_TEXT_METHOD(text_isascii);
HEADRACE_TEXT_METHOD(text_isdigit);
HEADRACE_TEXT_METHOD(text_islower);
HEADRACE_TEXT_METHOD(text_isspace);
HEADRACE_TEXT_METHOD(text_istitle);
HEADRACE_TEXT_METHOD(text_isupper);
HEADRACE_TEXT_METHOD(str_isdecimal);
HEADRACE_TEXT_METHOD(str_isidentifier);
HEADRACE_TEXT_METHOD(str_isnumeric);
HEADRACE_TEXT_METHOD(str_isprintable);

// str_search.cpp
HEADRACE_TEXT_METHOD(text_count);
HEADRACE_TEXT_METHOD(text_endswith);
HEADRACE_TEXT_METHOD(text_find);
HEADRACE_TEXT_METHOD(text_index);
HEADRACE_TEXT_METHOD(text_rfind);
HEADRACE_TEXT_METHOD(text_rindex);
HEADRACE_TEXT_METHOD(text_startswith);

// str_split.cpp
HEADRACE_TEXT_METHOD(text_partition);
HEADRACE_TEXT_METHOD(text_rpartition);
HEADRACE_TEXT_METHOD(text_rsplit);
HEADRACE_TEXT_METHOD(text_split);
HEADRACE_TEXT_METHOD(text_splitlines);

// str_join.cpp
HEADRACE_TEXT_METHOD(text_join);

// str_strip.cpp
HEADRACE_TEXT_METHOD(text_lstrip);
HEADRACE_TEXT_METHOD(text_removeprefix);
HEADRACE_TEXT_METHOD(text_removesuffix);
HEADRACE_TEXT_METHOD(text_rstrip);
HEADRACE_TEXT_METHOD(text_strip);

// str_pad.cpp
HEADRACE_TEXT_METHOD(text_center);
HEADRACE_TEXT_METHOD(text_expandtabs);
HEADRACE_TEXT_METHOD(text_ljust);
HEADRACE_TEXT_METHOD(text_rjust);
HEADRACE_TEXT_METHOD(text_zfill);

// str_replace.cpp
HEADRACE_TEXT_METHOD(text_replace);

// str_translate.cpp
HEADRACE_TEXT_METHOD(str_maketrans_method);
HEADRACE_TEXT_METHOD(str_translate);
HEADRACE_TEXT_METHOD(bytes_maketrans_method);
HEADRACE_TEXT_METHOD(bytes_translate);
bool str_maketrans(Context& cx, const Args& args, Value* out);
bool bytes_maketrans(Context& cx, const Args& args, Value* out);

// str_format.cpp
HEADRACE_TEXT_METHOD(str_format);
HEADRACE_TEXT_METHOD(str_format_map);

// codec_methods.cpp
HEADRACE_TEXT_METHOD(str_encode);
HEADRACE_TEXT_METHOD(bytes_decode);

// bytes_hex.cpp
HEADRACE_TEXT_METHOD(bytes_hex);
HEADRACE_TEXT_METHOD(bytes_fromhex_method);
bool bytes_fromhex(Context& cx, const Args& args, Value* out);

#undef HEADRACE_TEXT_METHOD

}  // namespace headrace::pylib
