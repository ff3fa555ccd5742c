#include "spec/yaml.h"

#include "data/object.h"
#include "spec/yaml_compose.h"

namespace headrace {

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key->is_string() && entry.key->string() == key) return entry.value;
  }
  return nullptr;
}

std::shared_ptr<const YamlDocument> YamlDocument::parse(std::shared_ptr<const SourceFile> file,
                                                        Diagnostics& diagnostics) {
  diagnostics.add_file(file);
  std::shared_ptr<YamlDocument> document(new YamlDocument(std::move(file)));
  YamlComposer(*document, diagnostics).run();
  return document;
}

}  // namespace headrace
