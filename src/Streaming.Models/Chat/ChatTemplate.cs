using System.Text.Json;
using Streaming.Models.Chat.Jinja;
using Streaming.Models.Folders;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Chat;

/// <summary>Turns a conversation into the text that a model was trained on.</summary>
public sealed class ChatTemplate
{
    private const string TokenizerConfig = "tokenizer_config.json";

    private readonly JinjaTemplate _template;
    private readonly Dictionary<string, object?> _tokens;

    private ChatTemplate(JinjaTemplate template, Dictionary<string, object?> tokens)
    {
        _template = template;
        _tokens = tokens;
    }

    /// <summary>The template of a model: <c>chat_template.jinja</c>, <c>chat_template.json</c>, or what <c>tokenizer_config.json</c> holds.</summary>
    /// <exception cref="BadInputException">There is none, or it cannot be read.</exception>
    public static ChatTemplate Of(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Of(folder.FullPath);
    }

    /// <summary>The template of a folder, which need hold no model.</summary>
    /// <exception cref="BadInputException">There is none, or it cannot be read.</exception>
    internal static ChatTemplate Of(string folder)
    {
        var config = JsonFile.Optional(folder, TokenizerConfig);
        var source = SourceOf(folder, config)
            ?? throw BadModel.Because(folder, "it has no chat template", "Use a model that was trained on chats, or give chat_template.jinja.");
        return Parse(source, TokensOf(folder, config), folder);
    }

    /// <summary>Whether a model has a template.</summary>
    public static bool IsIn(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return SourceOf(folder.FullPath, folder.Json(TokenizerConfig)) is not null;
    }

    /// <summary>Reads a template.</summary>
    /// <param name="source">Jinja.</param>
    /// <param name="tokens">The special tokens that it may name: <c>bos_token</c>, <c>eos_token</c>…</param>
    /// <param name="origin">Where it is from, for errors.</param>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static ChatTemplate Parse(string source, IReadOnlyDictionary<string, string>? tokens = null, string origin = "chat template")
    {
        try
        {
            return new ChatTemplate(JinjaTemplate.Parse(source), (tokens ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal));
        }
        catch (JinjaException e)
        {
            throw BadModel.Because(origin, $"its chat template cannot be read: {e.Message}", "Give a simpler one as chat_template.jinja.", e);
        }
    }

    /// <summary>The text of a conversation. It has its special tokens already.</summary>
    /// <param name="turns">The turns.</param>
    /// <param name="addGenerationPrompt">Whether the text ends where the assistant is to begin.</param>
    /// <param name="more">More names that the template knows, such as <c>enable_thinking</c>, <c>tools</c>, <c>date_string</c>; null: none.</param>
    /// <exception cref="InvalidDataException">The template refuses the conversation.</exception>
    public string Render(IEnumerable<ChatTurn> turns, bool addGenerationPrompt, IReadOnlyDictionary<string, JsonElement>? more = null)
    {
        ArgumentNullException.ThrowIfNull(turns);
        return Render([.. turns.Select(turn => (object?)Message(turn))], addGenerationPrompt, more);
    }

    /// <summary>The text of a conversation in JSON, whose turns may hold tool calls or parts.</summary>
    /// <inheritdoc cref="Render(IEnumerable{ChatTurn}, bool, IReadOnlyDictionary{string, JsonElement})"/>
    public string Render(JsonElement turns, bool addGenerationPrompt, IReadOnlyDictionary<string, JsonElement>? more = null) =>
        Render(JinjaJson.ValueOf(turns) as List<object?> ?? throw new InvalidDataException("A conversation is a list of turns."), addGenerationPrompt, more);

    private string Render(List<object?> messages, bool addGenerationPrompt, IReadOnlyDictionary<string, JsonElement>? more)
    {
        // strftime_now is left undefined: templates that would write today's date write their fixed one, and a replay the same text.
        var names = new Dictionary<string, object?>(_tokens, StringComparer.Ordinal)
        {
            ["messages"] = messages,
            ["add_generation_prompt"] = addGenerationPrompt,
            ["tools"] = null,
            ["documents"] = null,
        };
        foreach (var (name, value) in more ?? new Dictionary<string, JsonElement>())
        {
            names[name] = JinjaJson.ValueOf(value);
        }

        try
        {
            return _template.Render(names);
        }
        catch (JinjaException e)
        {
            throw new InvalidDataException($"The model's chat template refuses the conversation: {e.Message}", e);
        }
    }

    private static JinjaMap Message(ChatTurn turn) => new() { ["role"] = turn.Role, ["content"] = turn.Content };

    private static string? SourceOf(string folder, JsonElement? config)
    {
        var file = Path.Combine(folder, "chat_template.jinja");
        return File.Exists(file) ? File.ReadAllText(file) : Named(JsonFile.Optional(folder, "chat_template.json")) ?? Named(config);
    }

    // Several templates come as a list; the one called default is for plain chats.
    private static string? Named(JsonElement? config) => config?.Field("chat_template") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(one => one.Text("name") == "default").Select(one => one.Text("template")).FirstOrDefault(),
        _ => null,
    };

    private static Dictionary<string, string> TokensOf(string folder, JsonElement? config)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in new[] { JsonFile.Optional(folder, "special_tokens_map.json"), config })
        {
            foreach (var pair in source is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject().Where(pair => pair.Name.EndsWith("_token", StringComparison.Ordinal)) : [])
            {
                if ((pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString() : pair.Value.Text("content")) is { } text)
                {
                    tokens[pair.Name] = text;
                }
            }
        }

        return tokens;
    }
}
