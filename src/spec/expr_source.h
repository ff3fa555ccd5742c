// An expression of a spec, not yet compiled: its text and where each character of it stands.
#pragma once

#include <string>

#include "spec/source_file.h"
#include "spec/yaml.h"

namespace headrace {

struct ExprSource {
  std::string text;   // Python's str() of the YAML value
  Span span;          // the value as written
  std::string owner;  // whose: "Sessions.session.games"
  std::string key;    // under which key: "Value"
  YamlStyle style = YamlStyle::kPlain;
  bool verbatim =
      false;  // the text is the scalar's own; else YAML made it (010 -> 8) and only `span` is known

  // Bytes [begin, end) of `text` in the file, also inside quotes and folded lines. An empty range is the
  // place before `begin`.
  Span locate(size_t begin, size_t end) const;

  // `node` is not broken. Text in quotes that is empty means Python's ''.
  static ExprSource from(const YamlDocument& document, const YamlNode& node, std::string owner,
                         std::string key);
};

}  // namespace headrace
