using System.Buffers;
using System.Runtime.InteropServices;
using Streaming.Tokenizers.Decoders;

namespace Streaming.Tokenizers.SentencePieces;

/// <summary>SentencePiece's <c>Decode</c>: control pieces vanish, marks become blanks, the one before the text goes, bytes join to characters.</summary>
internal sealed class SentencePieceDecoder(SentencePieceFile file) : Decoder
{
    private const string Mark = "\u2581";
    private readonly HashSet<string> _controls = [.. TextsOf(file, PieceKind.Control)];
    private readonly HashSet<string> _bytes = [.. TextsOf(file, PieceKind.Byte)];
    private readonly string? _unknown = TextsOf(file, PieceKind.Unknown).FirstOrDefault();

    public override List<string> Apply(List<string> tokens)
    {
        var text = new StringBuilder();
        var run = new List<byte>();
        var droppedMark = false;
        foreach (var token in tokens)
        {
            if (_bytes.Contains(token) && ByteFallbackDecoder.ByteOf(token) is { } value)
            {
                run.Add(value);
                continue;
            }

            AppendBytes(text, run);
            var isFirst = !droppedMark && text.Length == 0;
            text.Append(Decoded(token, isFirst, ref droppedMark));
        }

        AppendBytes(text, run);
        return [text.ToString()];
    }

    private static IEnumerable<string> TextsOf(SentencePieceFile file, PieceKind kind) => file.Pieces.Where(piece => piece.Kind == kind).Select(piece => piece.Text);

    private string Decoded(string token, bool isFirst, ref bool droppedMark)
    {
        droppedMark = false;
        if (_controls.Contains(token))
        {
            return "";
        }

        if (token == _unknown)
        {
            return file.UnknownSurface;
        }

        if (isFirst && (file.AddsDummyPrefix || file.RemovesExtraBlanks) && token.StartsWith(Mark, StringComparison.Ordinal))
        {
            token = token[Mark.Length..];
            droppedMark = !file.RemovesExtraBlanks;
        }

        return token.Replace(Mark, " ", StringComparison.Ordinal);
    }

    private static void AppendBytes(StringBuilder text, List<byte> run)
    {
        var rest = CollectionsMarshal.AsSpan(run);
        while (rest.Length > 0)
        {
            var isValid = Rune.DecodeFromUtf8(rest, out var rune, out var length) == OperationStatus.Done;
            text.Append(isValid ? rune.ToString() : "\uFFFD");
            rest = rest[(isValid ? length : 1)..];
        }

        run.Clear();
    }
}
