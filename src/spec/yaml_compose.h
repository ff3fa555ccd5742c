// libyaml's events -> the tree: tags, anchors and aliases, merge keys, duplicate keys.
#pragma once

#include <yaml.h>

#include <map>

#include "spec/yaml.h"
#include "spec/yaml_marks.h"
#include "spec/yaml_scalar.h"

namespace headrace {

// Builds one document's tree.
class YamlComposer {
 public:
  YamlComposer(YamlDocument& document, Diagnostics& diagnostics);
  void run();

 private:
  // A collection that is being read.
  struct Open {
    YamlNode* node;
    uint32_t end;                              // of what has been read of it
    const YamlNode* key = nullptr;             // of a mapping: its value comes next
    bool merging = false;                      // that key is `<<`
    std::vector<YamlEntry> entries = {};       // as written, without merges
    std::vector<const YamlNode*> merged = {};  // values of `<<`
  };

  bool readable();
  void read_events(yaml_parser_t& parser);
  void read_alias(const yaml_event_t& event);
  void read_scalar(const yaml_event_t& event);
  void open_collection(const yaml_event_t& event, YamlKind kind);
  void close_collection(const yaml_event_t& event);

  YamlNode* make_node(const yaml_event_t& event, YamlKind kind, YamlStyle style);
  void remember_anchor(const yaml_char_t* anchor, const YamlNode* node);
  // Leaves anchor, tag and the blank lines behind a block scalar out of its place.
  void narrow(YamlNode* node, bool has_properties) const;
  void construct(YamlNode* node, ScalarTag tag, std::string_view text);
  // Puts a finished node, written up to byte `end`, where the reading is.
  void place(const YamlNode* node, uint32_t end);
  bool expects_key() const;
  bool is_open(const YamlNode* node) const;

  void finish_mapping(Open& open);
  void merge(const YamlNode* source, class YamlDict& dict);
  void check_pairs(YamlNode* node);

  // An error that ends the reading.
  Diagnostic& stop(std::string_view code, uint32_t begin, uint32_t end, std::string message);
  // An error of one node.
  Diagnostic& wrong(YamlNode* node, std::string_view code, std::string message);
  void report_grammar(const yaml_parser_t& parser);
  void report_tag(YamlNode* node, std::string_view tag);

  YamlDocument& document_;
  Diagnostics& diagnostics_;
  YamlOffsets offsets_;
  std::vector<Open> open_;
  std::map<std::string, const YamlNode*, std::less<>> anchors_;
  uint32_t merged_entries_ = 0;
  bool stopped_ = false;
};

}  // namespace headrace
