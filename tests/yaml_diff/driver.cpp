// What headrace makes of YAML documents, for yaml_diff.py: reads "SIZE\n" and so many bytes, again and again;
// prints for each a line `ok`, or the code of the first error that is not a duplicate key, a tab, and in hex
// Python's str() of the document or the message.
#include <cstdio>
#include <iostream>
#include <string>

#include "spec/yaml.h"
#include "spec/yaml_position.h"

namespace {

using namespace headrace;

// Every string of a document must be found again in the file.
bool positions_hold(const YamlDocument& document, const YamlNode& node) {
  if (node.broken) return true;
  if (node.is_string() && content_offsets(document.span(node).text(), node.style, node.string()).empty()) {
    return node.begin == node.end;
  }
  for (const YamlNode* item : node.items) {
    if (!positions_hold(document, *item)) return false;
  }
  for (const YamlEntry& entry : node.entries) {
    if (!positions_hold(document, *entry.key) || !positions_hold(document, *entry.value)) return false;
  }
  return true;
}

void print(const std::string& status, const std::string& text) {
  std::printf("%s\t", status.c_str());
  for (unsigned char c : text) std::printf("%02x", c);
  std::puts("");
}

void dump(std::string text) {
  Diagnostics diagnostics;
  const auto document = YamlDocument::parse(std::make_shared<SourceFile>("", std::move(text)), diagnostics);
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.code != "duplicate-key") return print(d.code, d.message);
  }
  if (!document->root()) return print("ok", "None");
  if (!positions_hold(*document, *document->root())) return print("lost-position", "");
  print("ok", python_str(*document->root()));
}

}  // namespace

int main() {
  for (std::string size; std::getline(std::cin, size);) {
    std::string text(std::stoul(size), '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    std::cin.get();
    dump(std::move(text));
  }
  return 0;
}
