// Specs and what is said of them, as short texts for tables of tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "spec/load.h"

namespace headrace {

inline std::shared_ptr<const SourceFile> file(std::string text, std::string path = "spec.yml") {
  return std::make_shared<SourceFile>(std::move(path), std::move(text));
}

// "error code line:column name" for each, a line each.
inline std::string dump(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) {
    out += std::string(severity_name(d.severity)) + " " + d.code + " " + std::to_string(d.place().line) +
           ":" + std::to_string(d.place().column) + " " + d.name + "\n";
  }
  return out;
}

inline std::string check(const std::string& text) {
  Diagnostics diagnostics;
  load_specs({file(text)}, diagnostics);
  return dump(diagnostics);
}

inline const std::string kHead =
    "Type: Blurr:Transform:Streaming\n"
    "Version: '2018-03-01'\n"
    "Name: S\n"
    "Identity: source.id\n"
    "Time: parse(source.time)\n"
    "Stores: [{Type: Blurr:Store:Memory, Name: memory}]\n";
inline const std::string kWindowHead =
    "Type: Blurr:Transform:Window\n"
    "Version: '2018-03-01'\n"
    "Name: W\n"
    "SourceBTS: S\n"
    "Anchor: {Condition: S.b.n > 0, Max: 1}\n";

// A streaming spec with one aggregate; `lines` (from line 9 on) follow its type and name.
inline std::string with_aggregate(const std::string& type, const std::string& lines) {
  return kHead + "Aggregates:\n- Type: Blurr:Aggregate:" + type + "\n  Name: a\n" + lines;
}
// A variable aggregate with these fields, on line 10.
inline std::string with_fields(const std::string& fields) {
  return with_aggregate("Variable", "  Fields: " + fields + "\n");
}

}  // namespace headrace
