#include "spec/yaml_compose.h"

#include <algorithm>

#include "base/unicode.h"
#include "data/object.h"
#include "spec/yaml_mapping.h"
#include "spec/yaml_tags.h"

namespace headrace {
namespace {

std::string_view text_of(const yaml_char_t* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

YamlStyle style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return YamlStyle::kSingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return YamlStyle::kDoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE: return YamlStyle::kLiteral;
    case YAML_FOLDED_SCALAR_STYLE: return YamlStyle::kFolded;
    default: return YamlStyle::kPlain;
  }
}

// An event that frees itself.
struct Event : yaml_event_t {
  Event() : yaml_event_t() {}
  ~Event() { yaml_event_delete(this); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
};

// The common mistake behind an error of grammar; `line` is the one that it was found on.
std::string_view grammar_hint(std::string_view problem, std::string_view context, std::string_view line) {
  if (problem.find("mapping values are not allowed") != problem.npos) {
    return "text that holds ': ' needs quotes around it";
  }
  if (problem.find("that cannot start any token") != problem.npos) {
    const size_t first = line.find_first_not_of(' ');
    if (first != line.npos && line[first] == '\t') return "indent with spaces, not with tabs";
    return "text that starts with '%', '@' or '`' needs quotes around it";
  }
  if (problem.find("invalid Unicode character") != problem.npos) {
    return "write the character itself, or \\U and eight digits: a pair of \\u escapes is no character of "
           "YAML";
  }
  if (problem.find("unexpected end of stream") != problem.npos && context.find("quoted") != context.npos) {
    return "the quote that opens the text is never closed";
  }
  if (context.find("a flow ") != context.npos) {
    return "inside '{ }' and '[ ]', text that holds one of ',[]{}' needs quotes around it";
  }
  if (problem.find("did not find expected") != problem.npos) {
    return "check the indentation; text that only starts with a quote, '[' or '{' needs quotes around the "
           "whole";
  }
  return {};
}

}  // namespace

YamlComposer::YamlComposer(YamlDocument& document, Diagnostics& diagnostics)
    : document_(document), diagnostics_(diagnostics), offsets_(document.file_->text()) {}

void YamlComposer::run() {
  if (!readable()) return;
  yaml_parser_t parser;
  HEADRACE_CHECK(yaml_parser_initialize(&parser));
  const std::string_view text = document_.file_->text().substr(offsets_.start());
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const yaml_char_t*>(text.data()), text.size());
  read_events(parser);
  yaml_parser_delete(&parser);
  if (stopped_) document_.root_ = nullptr;
}

bool YamlComposer::readable() {
  const std::string_view text = document_.file_->text();
  if (text.size() > kYamlBytesMax) {
    stop("yaml-too-large", 0, 0, "a spec of more than 2 MiB");
  } else if (!unicode::is_valid(text, false)) {
    const auto at = static_cast<uint32_t>(first_invalid_byte(text));
    stop("yaml-encoding", at, at + 1, "not UTF-8").advise("save the file as UTF-8");
  }
  return !stopped_;
}

void YamlComposer::read_events(yaml_parser_t& parser) {
  for (int documents = 0; !stopped_;) {
    Event event;
    if (!yaml_parser_parse(&parser, &event)) return report_grammar(parser);
    switch (event.type) {
      case YAML_STREAM_END_EVENT: return;
      case YAML_DOCUMENT_START_EVENT:
        if (++documents > 1) {
          stop("yaml-documents", offsets_.byte(event.start_mark), offsets_.byte(event.end_mark),
               "a second document begins here; a file holds one spec");
        }
        break;
      case YAML_ALIAS_EVENT: read_alias(event); break;
      case YAML_SCALAR_EVENT: read_scalar(event); break;
      case YAML_SEQUENCE_START_EVENT: open_collection(event, YamlKind::kSequence); break;
      case YAML_MAPPING_START_EVENT: open_collection(event, YamlKind::kMapping); break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: close_collection(event); break;
      default: break;
    }
  }
}

YamlNode* YamlComposer::make_node(const yaml_event_t& event, YamlKind kind, YamlStyle style) {
  YamlNode* node = &document_.nodes_.emplace_back();
  node->kind = kind;
  node->style = style;
  node->begin = offsets_.byte(event.start_mark);
  node->end = std::max(node->begin, offsets_.byte(event.end_mark));
  return node;
}

void YamlComposer::remember_anchor(const yaml_char_t* anchor, const YamlNode* node) {
  if (!anchor) return;
  const auto [at, fresh] = anchors_.emplace(text_of(anchor), node);
  if (fresh) return;
  diagnostics_.error("yaml-anchor", document_.span(*node), "a second anchor " + quoted(text_of(anchor)))
      .also(document_.span(*at->second), "the first is here");
  at->second = node;
}

void YamlComposer::read_alias(const yaml_event_t& event) {
  const std::string_view anchor = text_of(event.data.alias.anchor);
  const uint32_t end = offsets_.byte(event.end_mark);
  const auto found = anchors_.find(anchor);
  if (found != anchors_.end() && !is_open(found->second)) return place(found->second, end);
  YamlNode* node = make_node(event, YamlKind::kScalar, YamlStyle::kPlain);
  if (found == anchors_.end()) {
    wrong(node, "yaml-alias", "no anchor " + quoted(anchor) + " above")
        .advise("text that starts with '*' needs quotes around it");
  } else {
    wrong(node, "yaml-alias", "an alias inside its own anchor " + quoted(anchor));
  }
  place(node, end);
}

bool YamlComposer::is_open(const YamlNode* node) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Open& o) { return o.node == node; });
}

bool YamlComposer::expects_key() const {
  return !open_.empty() && open_.back().node->is_mapping() && !open_.back().key;
}

void YamlComposer::read_scalar(const yaml_event_t& event) {
  const auto& scalar = event.data.scalar;
  const std::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
  YamlNode* node = make_node(event, YamlKind::kScalar, style_of(scalar.style));
  node->weight += static_cast<uint32_t>(text.size() / 64);
  remember_anchor(scalar.anchor, node);

  std::optional<ScalarTag> tag = ScalarTag::kString;
  if (scalar.plain_implicit || text_of(scalar.tag) == "!") {
    tag = resolve_plain(text);
  } else if (!scalar.quoted_implicit) {
    tag = scalar_tag(text_of(scalar.tag));
  }
  const bool is_key = expects_key();
  if (tag) narrow(node, scalar.anchor || scalar.tag);
  if (!tag) {
    report_tag(node, text_of(scalar.tag));
  } else if (is_key && *tag == ScalarTag::kValue) {
    node->value = Value::string(text);
  } else if (!is_key || *tag != ScalarTag::kMerge) {
    construct(node, *tag, text);
  }
  place(node, node->end);
  if (is_key) open_.back().merging = tag == ScalarTag::kMerge;
}

void YamlComposer::narrow(YamlNode* node, bool has_properties) const {
  const std::string_view text = document_.file_->text();
  if (has_properties) node->begin = content_begin(text, node->begin, node->end);
  if (node->style != YamlStyle::kLiteral && node->style != YamlStyle::kFolded) return;
  while (node->end > node->begin && std::string_view(" \t\r\n").find(text[node->end - 1]) != text.npos)
    --node->end;
}

void YamlComposer::construct(YamlNode* node, ScalarTag tag, std::string_view text) {
  std::string problem;
  if (tag == ScalarTag::kMerge || tag == ScalarTag::kValue) {
    wrong(node, "yaml-value",
          quoted(text) + " is " + std::string(tag_name(tag)) + " of YAML and cannot stand here")
        .advise("put it in quotes to have text");
  } else if (!construct_scalar(tag, text, &node->value, &problem)) {
    wrong(node, "yaml-value",
          "YAML reads " + quoted(text) + " as " + std::string(tag_name(tag)) + ": " + problem)
        .advise("put it in quotes to have text");
  }
}

void YamlComposer::open_collection(const yaml_event_t& event, YamlKind kind) {
  const bool mapping = kind == YamlKind::kMapping;
  const bool flow = mapping ? event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                            : event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
  const auto* tag = mapping ? event.data.mapping_start.tag : event.data.sequence_start.tag;
  YamlNode* node = make_node(event, kind, flow ? YamlStyle::kFlow : YamlStyle::kBlock);
  remember_anchor(mapping ? event.data.mapping_start.anchor : event.data.sequence_start.anchor, node);
  if (const auto shape = collection_shape(text_of(tag), kind)) {
    node->shape = *shape;
  } else {
    report_tag(node, text_of(tag));
  }
  if (open_.size() == kYamlDepthMax) {
    stop("yaml-too-deep", node->begin, node->end, "nested deeper than 200 levels");
  }
  open_.push_back({node, node->begin});
}

void YamlComposer::close_collection(const yaml_event_t& event) {
  Open closed = std::move(open_.back());
  open_.pop_back();
  YamlNode* node = closed.node;
  // libyaml lets a block collection end where the next token starts, behind blank lines and comments.
  node->end = node->style == YamlStyle::kFlow ? offsets_.byte(event.end_mark) : closed.end;
  if (node->is_mapping()) finish_mapping(closed);
  if (node->shape == YamlShape::kPairs) check_pairs(node);
  place(node, node->end);
}

void YamlComposer::place(const YamlNode* node, uint32_t end) {
  if (open_.empty()) {
    document_.root_ = node;
    return;
  }
  Open& parent = open_.back();
  parent.end = std::max(parent.end, end);
  parent.node->weight += node->weight;  // cannot overflow: both are bounded just below
  if (parent.node->weight > kYamlWeightMax) {
    stop("yaml-too-large", parent.node->begin, parent.node->begin,
         "more than a million values once the aliases are written out");
  }
  if (parent.node->is_sequence()) {
    parent.node->items.push_back(node);
  } else if (!parent.key) {
    parent.key = node;
    parent.merging = false;
  } else {
    if (parent.merging) {
      parent.merged.push_back(node);
    } else {
      parent.entries.push_back({parent.key, node});
    }
    parent.key = nullptr;
  }
}

void YamlComposer::finish_mapping(Open& open) {
  YamlDict dict;
  for (const YamlNode* source : open.merged) {
    if (source->is_sequence()) {
      // The first of a list wins, so it is put last.
      for (size_t i = source->items.size(); i-- > 0;) merge(source->items[i], dict);
    } else {
      merge(source, dict);
    }
  }
  YamlDict own;
  for (const YamlEntry& entry : open.entries) {
    if (entry.key->broken) continue;
    if (!entry.key->is_scalar()) {
      diagnostics_.error("yaml-key", document_.span(*entry.key), "a list or mapping cannot be a key");
      continue;
    }
    YamlEntry first, merged;
    if (own.put(entry, &first)) {
      diagnostics_
          .error("duplicate-key", document_.span(*entry.key),
                 "the key " + quoted(document_.span(*entry.key).text()) + " stands twice in one mapping")
          .also(document_.span(*first.key), "first here");
      open.node->replaced.push_back(first);
    }
    dict.put(entry, &merged);
  }
  open.node->entries = dict.entries();
}

void YamlComposer::merge(const YamlNode* source, YamlDict& dict) {
  if (source->broken) return;
  if (!source->is_mapping()) {
    diagnostics_.error("yaml-merge", document_.span(*source), "'<<' takes a mapping or a list of mappings");
    return;
  }
  merged_entries_ += static_cast<uint32_t>(source->entries.size());
  if (merged_entries_ > kYamlWeightMax) {
    if (!stopped_) stop("yaml-too-large", source->begin, source->begin, "more than a million merged entries");
    return;
  }
  YamlEntry replaced;
  for (const YamlEntry& entry : source->entries) dict.put(entry, &replaced);
}

void YamlComposer::check_pairs(YamlNode* node) {
  for (const YamlNode* item : node->items) {
    if (item->broken || (item->is_mapping() && item->entries.size() == 1)) continue;
    node->broken = true;
    diagnostics_.error("yaml-value", document_.span(*item),
                       "an item of this list must be a mapping of one key");
  }
}

Diagnostic& YamlComposer::stop(std::string_view code, uint32_t begin, uint32_t end, std::string message) {
  stopped_ = true;
  return diagnostics_.error(code, {document_.file_, begin, end}, std::move(message));
}

Diagnostic& YamlComposer::wrong(YamlNode* node, std::string_view code, std::string message) {
  node->broken = true;
  return diagnostics_.error(code, document_.span(*node), std::move(message));
}

void YamlComposer::report_tag(YamlNode* node, std::string_view tag) {
  wrong(node, "yaml-tag", "unknown tag " + quoted(tag))
      .advise("text that starts with '!' needs quotes around it; Python's negation is 'not'");
}

void YamlComposer::report_grammar(const yaml_parser_t& parser) {
  const auto size = static_cast<uint32_t>(document_.file_->text().size());
  const std::string problem = parser.problem ? parser.problem : "not YAML";
  uint32_t at = offsets_.byte(parser.problem_mark);
  if (parser.error == YAML_READER_ERROR) {
    at = static_cast<uint32_t>(std::min<size_t>(offsets_.start() + parser.problem_offset, size));
  }
  Diagnostic& d = stop("yaml-syntax", at, std::min(at + 1, size), problem);
  const std::string context = parser.context ? parser.context : "";
  d.advise(std::string(grammar_hint(problem, context, document_.file_->line(d.place().line))));
  if (context.empty()) return;
  const uint32_t start = offsets_.byte(parser.context_mark);
  if (start != at) d.also({document_.file_, start, start}, context);
}

}  // namespace headrace
