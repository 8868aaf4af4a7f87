namespace Streaming.Operators.Cleaning.Latex;

/// <summary>
/// Makes a text of the <c>.tex</c> files in an archive (<c>.zip</c>, <c>.tar</c>, <c>.tar.gz</c>, <c>.tgz</c>) whose path a column holds, in the archive's order. An
/// archive that cannot be read gives an empty text.
/// </summary>
[Operator("latex_merge_tex_mapper", Example = "{ compressed_file_key: caption, separator: \"\\n\\n\" }")]
internal sealed class LatexMergeTexMapper(LatexMergeTexMapperOptions options) : Mapper
{
    private Action<string> _warn = _ => { };

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _warn = context.Warn;
        return context.Input.Find(options.CompressedFileKey) is not null
            ? ValueTask.CompletedTask
            : throw new BadInputException($"There is no column '{options.CompressedFileKey}' with the paths of archives.");
    }

    protected override void Map(Sample sample)
    {
        var texts = sample.Meta[options.CompressedFileKey] is string path ? new TexArchive(options.MaxFileSize?.Bytes ?? 0, options.MaxTotalSize?.Bytes ?? 0).Read(path) : null;
        if (texts is null)
        {
            _warn("Some archives cannot be read, or are of no known kind: their texts are empty.");
        }

        sample.Text = string.Join(options.Separator, texts ?? []);
    }
}

/// <summary>Options of <c>latex_merge_tex_mapper</c>.</summary>
internal sealed record LatexMergeTexMapperOptions
{
    /// <summary>The column with the path of the archive.</summary>
    public string CompressedFileKey { get; init; } = "compressed_file";

    /// <summary>What stands between two files.</summary>
    public string Separator { get; init; } = "\n\n";

    /// <summary>Files that are larger, uncompressed, are passed over; null or 0: none is.</summary>
    public ByteSize? MaxFileSize { get; init; } = ByteSize.MiB(50);

    /// <summary>Reading an archive stops before its files together get larger, uncompressed; null or 0: no limit.</summary>
    public ByteSize? MaxTotalSize { get; init; } = ByteSize.MiB(512);
}
