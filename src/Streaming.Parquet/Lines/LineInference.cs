using System.Text.Json;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Learns the columns of files of lines from their first lines. Lines that are no objects are passed over: they become dead letters when they are read.</summary>
internal static class LineInference
{
    public static async ValueTask<RowSchema> LearnAsync(IReadOnlyList<InputFile> files, JsonlSourceOptions options, CancellationToken abort)
    {
        var line = new InferredType();
        var learnt = 0;
        Exception? first = null;
        foreach (var input in files)
        {
            try
            {
                learnt += await LearnAsync(input, line, options, options.InferLines - learnt, abort);
            }
            catch (Exception e) when (SplitEnding.IsBadFile(e))
            {
                first ??= new BadInputException($"{input.FullPath}: {e.Message}", e);
                if (options.OnBadFile == BadFileAction.Stop)
                {
                    throw first;
                }
            }

            if (learnt >= options.InferLines)
            {
                break;
            }
        }

        return learnt > 0 ? new(line.ToStruct().Fields) : throw first ?? new BadInputException($"No line of '{files[0].FullPath}' (and {files.Count - 1} more files) is a JSON object.");
    }

    private static async ValueTask<int> LearnAsync(InputFile input, InferredType type, JsonlSourceOptions options, int wanted, CancellationToken abort)
    {
        await using var lines = LineFile.Open(input, options.MaxLineBytes);
        var learnt = 0;
        for (var seen = 0; seen < wanted && await lines.ReadAsync(abort) is { } line; seen++)
        {
            if (!line.IsTooLong && !LineTable.IsBlank(line.Bytes) && TryLearn(line, type))
            {
                learnt++;
            }
        }

        return learnt;
    }

    private static bool TryLearn(RawLine line, InferredType type)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            type.Learn(document.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
