using Streaming.Operators;
using Streaming.Parquet.Lines;

namespace Streaming.Fuzz.Targets;

/// <summary>Lines of JSON.</summary>
internal sealed class JsonlTarget : SourceTarget
{
    public override string Name => "jsonl";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "{\"text\": \"one\", \"id\": \"a\", \"n\": 1, \"tags\": [\"x\", null], \"meta\": {\"k\": 1.5}}\n{\"text\": \"two\", \"id\": \"b\", \"n\": 2}\r\n\n{\"text\": \"\\u00fc\\ud83d\\ude00\", \"n\": null}"u8.ToArray(),
        "\uFEFF{\"text\": \"with a mark\"}\n{\"text\": \"x\"}\n{\"text\": \"y\"}\n{\"text\": \"z\"}\n"u8.ToArray(),
    ];

    protected override string FileName => "a.jsonl";

    protected override Source Open() => new JsonlSource(new() { Path = [FileName], MaxLineBytes = new(512) });
}
