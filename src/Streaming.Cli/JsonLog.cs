using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streaming.Cli;

/// <summary>Writes each line that is told as one JSON object, for those who gather logs: <c>time</c> (UTC), <c>level</c> (<c>info</c>, <c>warning</c>, <c>error</c>), <c>message</c>, and what belongs to it.</summary>
internal sealed class JsonLog(TextWriter inner, TimeProvider time) : TextWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly StringBuilder _open = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        lock (_lock)
        {
            if (value != '\n')
            {
                _open.Append(value);
                return;
            }

            var line = _open.ToString().TrimEnd('\r');
            _open.Clear();
            if (line.Length > 0)
            {
                var (level, message) = LevelOf(line);
                Tell(level, message, null, null);
            }
        }
    }

    // Lines of several threads must not mix: a text is taken whole.
    public override void Write(string? value)
    {
        lock (_lock)
        {
            foreach (var c in value ?? "")
            {
                Write(c);
            }
        }
    }

    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <summary>Tells something with an object that belongs to it.</summary>
    public void Tell(string level, string message, string? name, JsonNode? with)
    {
        var line = new JsonObject { ["time"] = time.GetUtcNow().UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture), ["level"] = level, ["message"] = message };
        if (name is not null)
        {
            line[name] = with;
        }

        lock (_lock)
        {
            inner.WriteLine(line.ToJsonString(Plain));
        }
    }

    public override void Flush() => inner.Flush();

    private static (string Level, string Message) LevelOf(string line) =>
        line.StartsWith("error: ", StringComparison.Ordinal) ? ("error", line["error: ".Length..])
        : line.StartsWith("warning: ", StringComparison.Ordinal) ? ("warning", line["warning: ".Length..])
        : ("info", line);
}
