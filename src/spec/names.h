// Names of specs, aggregates, fields and stores: which are good, and that none stands twice.
#pragma once

#include <map>
#include <string>

#include "spec/section.h"

namespace headrace {

// As Python's str.isidentifier().
bool is_identifier(std::string_view text);

enum class NameUse {
  kSpec,    // may hold spaces
  kStore,   // any text that does not begin like a reserved name
  kScoped,  // of an aggregate or a field: expressions refer to it
};

// Reads the `Name` of a section and reports what is wrong with it. Empty when there is none that is text; the
// place goes to *span.
std::string read_name(Section& section, NameUse use, Span* span);

// Names of one scope.
class NameScope {
 public:
  // Reports the second of two; `what` is "field" or "aggregate".
  void add(Reading& reading, std::string_view what, const std::string& name,
           const std::string& qualified_name, const Span& span);

 private:
  struct First {
    std::string what;
    Span span;
  };
  std::map<std::string, First> names_;
};

}  // namespace headrace
