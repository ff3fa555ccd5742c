// Types, methods, attributes and builtins as the compiler asks for them.

#include "pylib/api.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pylib/builtins.h"
#include "pylib/collections/mini_python.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

TEST(Types, MethodsAreFoundByName) {
  for (int k = 0; k < kKindCount; ++k) {
    for (const Flavor flavor : {Flavor::kPlain, Flavor::kField, Flavor::kRecord, Flavor::kFrozen}) {
      const TypeDef* type = type_of(static_cast<Kind>(k), flavor);
      if (!type) continue;
      for (const MethodDef& method : type->methods) {
        const MethodDef* found = find_method(*type, method.name);
        ASSERT_NE(found, nullptr) << type->name << "." << method.name;
        EXPECT_STREQ(found->name, method.name);
      }
      EXPECT_EQ(find_method(*type, "no_such_method"), nullptr);
      EXPECT_EQ(find_method(*type, ""), nullptr);
    }
  }
}

TEST(Types, AFieldsOwnMethodHidesTheBases) {
  const TypeDef* plain = type_of(Kind::kList, Flavor::kPlain);
  const TypeDef* field = type_of(Kind::kList, Flavor::kField);
  EXPECT_NE(find_method(*plain, "append")->fn, find_method(*field, "append")->fn);
  EXPECT_EQ(find_method(*field, "append")->result, kind_set(Kind::kList));
  EXPECT_EQ(find_method(*type_of(Kind::kDict, Flavor::kField), "increment")->result, kind_set(Kind::kDict));
  EXPECT_EQ(find_method(*type_of(Kind::kDict, Flavor::kPlain), "increment"), nullptr);
}

TEST(Types, ATableOfOnesOwnIsSearchedToo) {
  static constexpr MethodDef kMethods[] = {{"first", nullptr}, {"second", nullptr}};
  const TypeDef type = {"own", kMethods, {}};
  EXPECT_EQ(find_method(type, "second"), &kMethods[1]);
  EXPECT_EQ(find_method(type, "third"), nullptr);
}

TEST(Attributes, NamesThatLeadOutAreRefused) {
  for (const char* text :
       {"[].__class__", "(1).__class__", "''.__len__", "len.__self__", "int.__subclasses__",
        "{}.keys().__class__", "iter([]).__next__", "getattr([], '__class__')", "getattr([], '__class__', 5)",
        "hasattr([], '__len__')", "Record({'__class__': 1}).__class__", "(lambda: 1).__globals__"}) {
    EXPECT_TRUE(mini::evaluate(text).starts_with("!AttributeError")) << text << ": " << mini::evaluate(text);
  }
  EXPECT_EQ(mini::evaluate("Record({'__class__': 1})['__class__']"), "1");
  EXPECT_EQ(mini::evaluate("Record({'__x': 1}).__x"), "1");
}

TEST(Sets, KeepInsertionOrder) {
  EXPECT_EQ(mini::evaluate("list({3, 1, 2, 3})"), "[3, 1, 2]");
  EXPECT_EQ(mini::evaluate("list({3, 1} | {2, 3, 0})"), "[3, 1, 2, 0]");
  EXPECT_EQ(mini::evaluate("list({3, 1, 2} & {0, 1, 2, 3, 4})"), "[3, 1, 2]");
  EXPECT_EQ(mini::evaluate("list({3, 1, 2} & {2, 3})"), "[3, 2]");
  EXPECT_EQ(mini::evaluate("list({3, 1, 2} - {1})"), "[3, 2]");
  EXPECT_EQ(mini::evaluate("list({3, 1, 2} ^ {5, 1, 4})"), "[3, 2, 5, 4]");
  EXPECT_EQ(mini::evaluate("list({3, 1, 2}.intersection([2, 3]))"), "[3, 2]");
  EXPECT_EQ(mini::evaluate("list({3: 0, 1: 0, 2: 0}.keys() & {2, 3})"), "[3, 2]");
  EXPECT_EQ(mini::evaluate("list({2, 3} & {3: 0, 1: 0, 2: 0}.keys())"), "[2, 3]");
  EXPECT_EQ(mini::evaluate("a = {3, 1, 2}; (a.pop(), a.pop(), a.pop())"), "(3, 1, 2)");
  EXPECT_EQ(mini::evaluate("a = {3, 1, 2}; a.remove(3); a.add(3); list(a)"), "[1, 2, 3]");
  EXPECT_EQ(mini::evaluate("a = {3, 1, 2}; a.symmetric_difference_update([1, 0]); list(a)"), "[3, 2, 0]");
  EXPECT_EQ(mini::evaluate("a = {1, 2, 3}; a.intersection_update([3, 1]); list(a)"), "[1, 3]");
}

TEST(Builtins, AreListedInOrder) {
  const auto names = builtin_names();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const std::string_view name : names) {
    const Value* value = find_builtin(name);
    ASSERT_NE(value, nullptr) << name;
    EXPECT_EQ(find_builtin_function(name) != nullptr, value->kind() == Kind::kFunction) << name;
  }
  for (const char* name : {"print", "open", "eval", "hash", "id", "complex", "__import__", "property", ""}) {
    EXPECT_EQ(find_builtin(name), nullptr) << name;
  }
}

TEST(Builtins, TheSameFunctionIsTheSameValue) {
  EXPECT_TRUE(find_builtin("len")->identical(*find_builtin("len")));
  EXPECT_EQ(mini::evaluate("len == len"), "True");
  EXPECT_EQ(mini::evaluate("[len, max].index(max)"), "1");
  EXPECT_EQ(mini::evaluate("dict.fromkeys == dict.fromkeys"), "True");
}

}  // namespace
}  // namespace headrace::pylib
