// A context for what calls nothing back: operators on values of ours, attributes that are looked up.
#pragma once

#include "data/context.h"

namespace headrace {

class NoCalls final : public Context {
 public:
  bool call(const Value&, const Args&, Value*) override { return fail(Exc::kRuntimeError, "no calls here"); }
};

}  // namespace headrace
