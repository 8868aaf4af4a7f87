using System.Runtime.CompilerServices;
using System.Text;
using Streaming.Parquet.Following;
using Streaming.Parquet.Layouts;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Documents;

/// <summary>Reads text, HTML and Markdown files: a file is a sample. Its text is the file's as it stands (HTML with its tags), its column <c>path</c> the path below the root.</summary>
/// <remarks>
/// A split is a path option, named after its folder; positions count its files in ordinal order, as they are when the run starts: a folder must not change between two runs of one job.
/// Sample ids are the split's name and the path below it. With <c>follow</c> each file is a split, named as its sample.
/// </remarks>
[Operator("files", Example = "{ path: /usr/share/doc/rust-doc/html, include: [\"**/*.html\"], exclude: [\"**/print.html\"] }")]
internal sealed class FilesSource(FilesSourceOptions options) : Source, IStopsAtEnd
{
    private const int KeptOfLargeFile = 64 << 10;
    private const string PathColumn = "path";

    private static readonly string[] _columns = [PathColumn];
    private static readonly string[] _columnsAndSuffix = [PathColumn, FileSuffix.Column.Name];

    private readonly FileSuffix _suffix = new();

    private IReadOnlyList<DocumentRoot> _roots = [];
    private SourceContext? _context;
    private FollowedFiles? _followed;

    /// <inheritdoc/>
    public override bool IsBounded => !options.Follow;

    /// <inheritdoc/>
    public override bool CanShard => true;

    /// <inheritdoc/>
    public override SourceExtent? Extent => _context is null || options.Follow ? null : new(_roots.Sum(r => (long)r.Files.Count), _roots.Sum(r => r.Files.Sum(f => f.Size)));

    /// <inheritdoc/>
    public override async ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        _followed = options.Follow ? options.Followed(context.BaseFolder, context.Time) : null;
        _roots = _followed is not null ? [] : await DocumentRoot.FindAsync(options, context.BaseFolder, abort);
        var schema = RowSchema.Text.With(new(PathColumn, ColumnType.String));
        return options.AddSuffix ? schema.With(FileSuffix.Column) : schema;
    }

    /// <inheritdoc/>
    public void StopAtEnd() => _followed?.StopAtEnd();

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, CancellationToken abort) =>
        ReadAsync((_followed?.ReadAllAsync(abort).Select(RootOf) ?? _roots.ToAsyncEnumerable()).Where(root => _context!.Shard?.Owns(root.Name) ?? true), from, abort);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadRecordedAsync(SplitPositions from, IReadOnlyList<RecordedRun> runs, CancellationToken abort) =>
        ReadAsync((_followed?.Recorded([.. runs.Select(Unrooted)]).Select(RootOf) ?? _roots).ToAsyncEnumerable(), from, abort);

    private async IAsyncEnumerable<SourceBatch> ReadAsync(IAsyncEnumerable<DocumentRoot> roots, SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var context = _context ?? throw new InvalidOperationException("Describe the source before reading it.");
        var splits = roots.Select(r => ReadRoot(r, context, from[new(context.Name, r.Name)]).ToAsyncEnumerable());
        await foreach (var batch in new ReadAhead(1, context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }

    // With one path the sample's id is the same with follow and without; with several, a file that comes must not rename another.
    private DocumentRoot RootOf(InputFile file) => new(Prefix + file.Name, [file]);

    private RecordedRun Unrooted(RecordedRun run) => run with { Split = run.Split with { Name = run.Split.Name[Prefix.Length..] } };

    private string Prefix => options.Path.Count == 1 ? DocumentRoot.NameOf(options.Path[0], []) + "/" : "";

    private IEnumerable<CutBatch> ReadRoot(DocumentRoot root, SourceContext context, long from)
    {
        var split = new SplitId(context.Name, root.Name);
        var cutter = new BatchCutter(split, from, context, (a, b) => Enumerable.Range((int)a, (int)(b - a)).Sum(i => root.Files[i].Size));
        for (var i = (int)Math.Min(from, root.Files.Count); i < root.Files.Count; i++)
        {
            var lineage = new Lineage(split, i, [], context.Run);
            if (Read(root, root.Files[i], lineage, cutter) is { } full)
            {
                yield return full;
            }
        }

        if (cutter.Rest(isLast: true) is { } rest)
        {
            yield return rest;
        }
    }

    private CutBatch? Read(DocumentRoot root, InputFile file, Lineage lineage, BatchCutter cutter)
    {
        try
        {
            var bytes = Content(file);
            var sample = new Sample { Id = options.Follow ? root.Name : $"{root.Name}/{file.Name}", Text = TextDecoding.Decode(bytes), Meta = Columns(file.Name), Lineage = lineage };
            return cutter.Add(sample, lineage.Position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            var payload = e is InvalidDataException ? Head(file) : Encoding.UTF8.GetBytes(file.FullPath);
            return cutter.Add(new DeadLetter(payload, $"{file.FullPath}: {e.Message}", lineage.Split.Source, e.ToString(), lineage), lineage.Position, lineage.Position + 1);
        }
    }

    private ColumnValues Columns(string name) => options.AddSuffix ? new(_columnsAndSuffix, [name, _suffix.Of(name)]) : new(_columns, [name]);

    private byte[] Content(InputFile file)
    {
        using var handle = File.OpenHandle(file.FullPath);
        var length = RandomAccess.GetLength(handle);
        if (length > options.MaxFileSize.Bytes)
        {
            throw new InvalidDataException($"The file has {length} bytes; {options.MaxFileSize.Bytes} are allowed.");
        }

        return Read(handle, (int)length);
    }

    private static byte[] Head(InputFile file)
    {
        using var handle = File.OpenHandle(file.FullPath);
        return Read(handle, KeptOfLargeFile);
    }

    private static byte[] Read(Microsoft.Win32.SafeHandles.SafeFileHandle handle, int length)
    {
        var bytes = new byte[length];
        var filled = 0;
        while (filled < length && RandomAccess.Read(handle, bytes.AsSpan(filled), filled) is var read and > 0)
        {
            filled += read;
        }

        return filled == length ? bytes : bytes[..filled];
    }
}
