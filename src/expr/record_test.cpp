// The event as a record: what an expression gets of it is a copy, whatever way it takes.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "data/json_parser.h"
#include "expr/compiler.h"
#include "expr/machine.h"
#include "expr/scope.h"
#include "pylib/api.h"

namespace headrace::expr {
namespace {

// `source`, whose keys are slots of row 0.
class Event final : public Scope, public RecordNamespace {
 public:
  Binding lookup(std::string_view name) override {
    Binding b;
    if (name != "source") return b;
    b.what = Binding::What::kRecord;
    b.record = this;
    return b;
  }
  std::vector<std::string> names() const override { return {"source"}; }
  Binding key(std::string_view name) override { return Binding::slot(0, name == "l" ? 0 : 1, kAnyKind); }
  Binding whole(bool) override { return Binding::slot(0, 2, kind_set(Kind::kDict)); }
};

Value parsed(std::string_view json) {
  Value v;
  JsonError error;
  EXPECT_TRUE(parse_json(json, &v, &error));
  return v;
}

class Records : public testing::Test {
 protected:
  // repr() of the result, or the error's name after `!`.
  std::string outcome(std::string_view source) {
    Event scope;
    SyntaxError error;
    const auto program = compile(source, scope, &error);
    EXPECT_TRUE(program) << source << ": " << error.message;
    const Value* bases[] = {row_.data()};
    Value result;
    std::string text;
    if (!machine_.evaluate(*program, {bases}, &result))
      return "!" + std::string(exception_name(machine_.error().type));
    EXPECT_TRUE(pylib::append_repr(machine_, result, &text));
    return text;
  }

  Machine machine_;
  // source.l, any other key, the whole
  std::vector<Value> row_{parsed(R"([{"n": 1}, {"n": 2}])"), parsed(R"({"price": 3})"), parsed("{}")};
};

TEST_F(Records, ItemsOfAListAreRecordsWhereverItWent) {
  for (const char* source : {"source.l[0].n", "(source.l or [])[0].n", "(x := source.l) and x[-2].n",
                             "(lambda l: l[0].n)(source.l)", "(source.l if source.l else [])[0].n",
                             "[source.l][0][0].n", "max([], source.l)[0].n", "sum([], source.l)[0].n"}) {
    EXPECT_EQ(outcome(source), "1") << source;
  }
  EXPECT_EQ(outcome("[(source.l or [])[i].zz for i in range(2)]"), "[None, None]");
}

TEST_F(Records, WhatAnExpressionChangesIsItsOwn) {
  EXPECT_EQ(outcome("[(source.l or [])[0].update(n=99), source.l[0].n][1]"), "1");
  EXPECT_EQ(outcome("[sum([], source.l).append(9), len(source.l)][1]"), "2");
  EXPECT_EQ(outcome("[max([], source.l).clear(), len(source.l)][1]"), "2");
}

TEST_F(Records, FunctionsThatChooseGetRecords) {
  EXPECT_EQ(outcome("max(source.bid, source.ask, key=lambda q: q.price).price"), "3");
  EXPECT_EQ(outcome("max(source.bid, source.ask, key=lambda q: q.price).zz"), "None");
  EXPECT_EQ(outcome("max(source.l, key=lambda q: q['n'])['n']"), "2");  // of one list: its items as they are
}

TEST_F(Records, CopiesAreCharged) {
  machine_.limits.steps = 100'000;
  row_[0] = make_list(Values(1000));
  EXPECT_EQ(outcome("[source.l for i in range(1000)]"), "!BudgetError");
  EXPECT_EQ(outcome("len([source.l for i in range(100)])"), "100");
}

}  // namespace
}  // namespace headrace::expr
