#include "pylib/json/json_module.h"

#include <gtest/gtest.h>

#include "data/json_parser.h"
#include "pylib/api.h"
#include "pylib/collections/mini_python.h"
#include "pylib/module.h"

namespace headrace::pylib {
namespace {

// repr of the last statement's value, or the name of the error's class.
std::string run(std::string_view text) {
  mini::TestContext cx;
  mini::Names names = {{"json", json_module()}};
  Value result;
  std::string out;
  if (mini::Evaluator(cx, names, text).run(&result) && append_repr(cx, result, &out)) return out;
  return std::string(exception_name(cx.error().type));
}

struct Case {
  const char* text;
  const char* answer;  // CPython 3.11's
};

TEST(Json, LoadsWithHooks) {
  const Case cases[] = {
      {"json.loads(s='[1]')", "[1]"},
      {"json.loads('[1, 2.50]', parse_float=lambda t: t)", "[1, '2.50']"},
      {"json.loads('[1, -20, 3e1]', parse_int=lambda t: t)", "['1', '-20', 30.0]"},
      {"json.loads('[NaN, -Infinity]', parse_constant=lambda t: t)", "['NaN', '-Infinity']"},
      {"json.loads('{\"a\": {\"b\": 1}}', object_hook=lambda d: [d])", "[{'a': [{'b': 1}]}]"},
      {"json.loads('{\"a\": 1, \"a\": 2}', object_pairs_hook=lambda p: p)", "[('a', 1), ('a', 2)]"},
      {"json.loads('{\"a\": 1, \"a\": 2}', object_hook=lambda d: d)", "{'a': 2}"},
      {"json.loads('{}', object_pairs_hook=lambda p: p, object_hook=None)", "[]"},
      {"json.loads('\"a\tb\"', strict=False)", "'a\\tb'"},
      {"json.loads('\"a\tb\"', strict=True)", "JSONDecodeError"},
      {"json.loads('\"a\\\\\\\\\tb\"', strict=False)", "'a\\\\\\tb'"},
      {"json.loads('\"a\\\\\tb\"', strict=False)", "JSONDecodeError"},
      {"json.loads('\"a\\\\\"\tb\"', strict=False)", "'a\"\\tb'"},
      {"json.loads(' [ 1 , { \"a\" : null } ] ', strict=False)", "[1, {'a': None}]"},
      {"json.loads('[01]', strict=False)", "JSONDecodeError"},
      {"json.loads('[1,]', strict=False)", "JSONDecodeError"},
      {"json.loads('{\"a\" 1}', strict=False)", "JSONDecodeError"},
      {"json.loads('\"abc', strict=False)", "JSONDecodeError"},
      {"json.loads('1 2', strict=False)", "JSONDecodeError"},
      {"json.loads('', strict=False)", "JSONDecodeError"},
      {"json.loads('[1]', other=2)", "TypeError"},
      {"json.loads('[1]', cls=None)", "[1]"},
      {"json.loads('[1]', parse_int=3)", "TypeError"},
  };
  for (const Case& c : cases) EXPECT_EQ(run(c.text), c.answer) << c.text;
}

TEST(Json, ATextHoldsSoManyValues) {
  std::string text = "{\"\":0";
  for (uint32_t i = 0; i < kJsonPartsMax; ++i) text += ",\"\":0";
  const Value argument = Value::string(text, true);
  mini::TestContext cx;
  Value out;
  EXPECT_FALSE(cx.call(*json_module().as<NativeModule>()->find("loads"), Args::of(&argument, 1), &out));
  EXPECT_EQ(cx.error().type, Exc::kBudgetError);
}

TEST(Json, LoadsFindsTheEncodingOfBytes) {
  const Case cases[] = {
      {"json.loads(b'[1, \"\\xc3\\xa9\"]')", "[1, 'é']"},
      {"json.loads('[\"é\"]'.encode('utf-8-sig'))", "['é']"},
      {"json.loads('[\"é\"]'.encode('utf-16'))", "['é']"},
      {"json.loads('[\"é\"]'.encode('utf-16-le'))", "['é']"},
      {"json.loads('[\"é\"]'.encode('utf-16-be'))", "['é']"},
      {"json.loads('[\"é\"]'.encode('utf-32'))", "['é']"},
      {"json.loads('[\"é\"]'.encode('utf-32-be'))", "['é']"},
      {"json.loads('1'.encode('utf-16-be'))", "1"},
      {"json.loads('[\"é\"]'.encode('latin-1'))", "UnicodeError"},
      {"json.loads(b'\\xef\\xbb\\xbf1')", "1"},
      {"json.loads(b'\\xef\\xbb\\xbf\\xef\\xbb\\xbf1')", "JSONDecodeError"},
      {"json.loads('\\ufeff1'.encode('utf-16-le'))", "1"},
      {"json.loads('\\ufeff1')", "JSONDecodeError"},
  };
  for (const Case& c : cases) EXPECT_EQ(run(c.text), c.answer) << c.text;
}

}  // namespace
}  // namespace headrace::pylib
