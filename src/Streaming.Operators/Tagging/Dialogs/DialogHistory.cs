namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>Messages as pairs of what a user asks and what comes of it: all that the assistant says until the next question, and what tools give back.</summary>
internal sealed class DialogHistory(AgentDialogNormalizeMapperOptions options)
{
    private const string Paragraph = "\n\n";
    private const string ToolResult = "[Tool result]\n";

    private readonly LengthCap _userCap = new(options.HistoryMaxUserChars, options.HistoryCompressHeadRatio);
    private readonly LengthCap _assistantCap = new(options.HistoryMaxAssistantTraceChars, options.HistoryCompressHeadRatio);
    private readonly LengthCap _toolCap = new(options.HistoryToolResultMaxChars, options.HistoryCompressHeadRatio);
    private readonly List<string> _system = [];
    private readonly List<(string Query, string Response)> _pairs = [];
    private bool _isShortened;

    /// <summary>The pairs.</summary>
    public IReadOnlyList<(string Query, string Response)> Pairs => _pairs;

    /// <summary>Whether something was too long.</summary>
    public bool IsShortened => _isShortened;

    /// <summary>Takes in the next message.</summary>
    public void Add(TraceMessage message)
    {
        switch (message.Role)
        {
            case "system" when options.IncludeSystemInFirstUser && message.Content.Length > 0: _system.Add(message.Content); break;
            case "user": Ask(message.Content); break;
            case "assistant": Answer(message.Content.Length > 0 ? message.Content : message.Summary()); break;
            case "tool" when _pairs.Count > 0: AddResult(message.Content); break;
        }
    }

    /// <summary>The pairs as one text.</summary>
    public string Flatten() => string.Join(Paragraph, _pairs
        .SelectMany(pair => new[] { (Label: options.UserLabel, Said: pair.Query), (Label: options.AssistantLabel, Said: pair.Response) })
        .Where(line => line.Said.Length > 0)
        .Select(line => $"{line.Label}: {line.Said}"));

    private void Ask(string query)
    {
        if (_system.Count > 0)
        {
            query = Text.PythonText.Strip(string.Join(Paragraph, _system.Append(query))).ToString();
            _system.Clear();
        }

        _pairs.Add((_userCap.Apply(query, ref _isShortened), ""));
    }

    private void Answer(string piece)
    {
        if (_pairs.Count == 0)
        {
            _pairs.Add(("", ""));
        }

        var before = _pairs[^1].Response;
        Respond(before.Length > 0 && piece.Length > 0 ? before + Paragraph + piece : before + piece);
    }

    private void AddResult(string result)
    {
        var before = _pairs[^1].Response;
        Respond((before.Length > 0 ? before + "\n" : "") + ToolResult + _toolCap.Apply(result, ref _isShortened));
    }

    private void Respond(string response) => _pairs[^1] = (_pairs[^1].Query, _assistantCap.Apply(response, ref _isShortened));
}
