using Streaming.Operators;
using Streaming.Parquet.Csv;

namespace Streaming.Fuzz.Targets;

/// <summary>Rows of comma-separated fields.</summary>
internal sealed class CsvTarget : SourceTarget
{
    public override string Name => "csv";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "id,text,n\na,one,1\nb,\"two, with \"\"quotes\"\"\nand a line\",2\nc,,\n"u8.ToArray(),
        "text\r\nx\r\ny\r\nz\r\n"u8.ToArray(),
    ];

    protected override string FileName => "a.csv";

    protected override Source Open() => new CsvSource(new() { Path = [FileName] });
}
