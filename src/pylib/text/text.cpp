#include "pylib/text/text.h"

#include "pylib/text/str_methods.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

constexpr KindSet kBool = kind_set(Kind::kBool);
constexpr KindSet kInt = kind_set(Kind::kInt);
constexpr KindSet kStr = kind_set(Kind::kStr);
constexpr KindSet kBytes = kind_set(Kind::kBytes);
constexpr KindSet kTuple = kind_set(Kind::kTuple);
constexpr KindSet kList = kind_set(Kind::kList);
constexpr KindSet kDict = kind_set(Kind::kDict);

constexpr MethodDef kStrMethods[] = {
    {"capitalize", text_capitalize, kStr},
    {"casefold", str_casefold, kStr},
    {"center", text_center, kStr},
    {"count", text_count, kInt},
    {"encode", str_encode, kBytes},
    {"endswith", text_endswith, kBool},
    {"expandtabs", text_expandtabs, kStr},
    {"find", text_find, kInt},
    {"format", str_format, kStr},
    {"format_map", str_format_map, kStr},
    {"index", text_index, kInt},
    {"isalnum", text_isalnum, kBool},
    {"isalpha", text_isalpha, kBool},
    {"isascii", text_isascii, kBool},
    {"isdecimal", str_isdecimal, kBool},
    {"isdigit", text_isdigit, kBool},
    {"isidentifier", str_isidentifier, kBool},
    {"islower", text_islower, kBool},
    {"isnumeric", str_isnumeric, kBool},
    {"isprintable", str_isprintable, kBool},
    {"isspace", text_isspace, kBool},
    {"istitle", text_istitle, kBool},
    {"isupper", text_isupper, kBool},
    {"join", text_join, kStr},
    {"ljust", text_ljust, kStr},
    {"lower", text_lower, kStr},
    {"lstrip", text_lstrip, kStr},
    {"maketrans", str_maketrans_method, kDict},
    {"partition", text_partition, kTuple},
    {"removeprefix", text_removeprefix, kStr},
    {"removesuffix", text_removesuffix, kStr},
    {"replace", text_replace, kStr},
    {"rfind", text_rfind, kInt},
    {"rindex", text_rindex, kInt},
    {"rjust", text_rjust, kStr},
    {"rpartition", text_rpartition, kTuple},
    {"rsplit", text_rsplit, kList},
    {"rstrip", text_rstrip, kStr},
    {"split", text_split, kList},
    {"splitlines", text_splitlines, kList},
    {"startswith", text_startswith, kBool},
    {"strip", text_strip, kStr},
    {"swapcase", text_swapcase, kStr},
    {"title", text_title, kStr},
    {"translate", str_translate, kStr},
    {"upper", text_upper, kStr},
    {"zfill", text_zfill, kStr},
};

constexpr MethodDef kBytesMethods[] = {
    {"capitalize", text_capitalize, kBytes},
    {"center", text_center, kBytes},
    {"count", text_count, kInt},
    {"decode", bytes_decode, kStr},
    {"endswith", text_endswith, kBool},
    {"expandtabs", text_expandtabs, kBytes},
    {"find", text_find, kInt},
    {"fromhex", bytes_fromhex_method, kBytes},
    {"hex", bytes_hex, kStr},
    {"index", text_index, kInt},
    {"isalnum", text_isalnum, kBool},
    {"isalpha", text_isalpha, kBool},
    {"isascii", text_isascii, kBool},
    {"isdigit", text_isdigit, kBool},
    {"islower", text_islower, kBool},
    {"isspace", text_isspace, kBool},
    {"istitle", text_istitle, kBool},
    {"isupper", text_isupper, kBool},
    {"join", text_join, kBytes},
    {"ljust", text_ljust, kBytes},
    {"lower", text_lower, kBytes},
    {"lstrip", text_lstrip, kBytes},
    {"maketrans", bytes_maketrans_method, kBytes},
    {"partition", text_partition, kTuple},
    {"removeprefix", text_removeprefix, kBytes},
    {"removesuffix", text_removesuffix, kBytes},
    {"replace", text_replace, kBytes},
    {"rfind", text_rfind, kInt},
    {"rindex", text_rindex, kInt},
    {"rjust", text_rjust, kBytes},
    {"rpartition", text_rpartition, kTuple},
    {"rsplit", text_rsplit, kList},
    {"rstrip", text_rstrip, kBytes},
    {"split", text_split, kList},
    {"splitlines", text_splitlines, kList},
    {"startswith", text_startswith, kBool},
    {"strip", text_strip, kBytes},
    {"swapcase", text_swapcase, kBytes},
    {"title", text_title, kBytes},
    {"translate", bytes_translate, kBytes},
    {"upper", text_upper, kBytes},
    {"zfill", text_zfill, kBytes},
};

constexpr FunctionDef kStrFunctions[] = {
    {"maketrans", str_maketrans, kDict},
};
constexpr FunctionDef kBytesFunctions[] = {
    {"fromhex", bytes_fromhex, kBytes},
    {"maketrans", bytes_maketrans, kBytes},
};

}  // namespace

std::span<const MethodDef> str_methods() { return kStrMethods; }
std::span<const MethodDef> bytes_methods() { return kBytesMethods; }

Value str_type() {
  static const Value type = make_type({.name = "str",
                                       .qualified_name = "str",
                                       .is_instance = [](const Value& v) { return v.is_str(); },
                                       .construct = construct_str,
                                       .instances = type_of(Kind::kStr, Flavor::kPlain),
                                       .functions = kStrFunctions});
  return type;
}

Value bytes_type() {
  static const Value type = make_type({.name = "bytes",
                                       .qualified_name = "bytes",
                                       .is_instance = [](const Value& v) { return v.kind() == Kind::kBytes; },
                                       .construct = construct_bytes,
                                       .instances = type_of(Kind::kBytes, Flavor::kPlain),
                                       .functions = kBytesFunctions});
  return type;
}

}  // namespace headrace::pylib
