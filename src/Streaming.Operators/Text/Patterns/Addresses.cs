using System.Buffers;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Where e-mail addresses can stand: a match of <see cref="Pattern"/> lies in one run of the characters it names.</summary>
internal readonly struct Addresses : IMarkedRun
{
    /// <summary>Data-Juicer's expression.</summary>
    public const string Pattern = @"[A-Za-z0-9.\-+_]+@[a-z0-9.\-+_]+\.[a-z]+";

    private static readonly SearchValues<char> Inside = SearchValues.Create("@.-+_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static int IndexOfMark(ReadOnlySpan<char> text) => text.IndexOf('@');

    public static int LastBorder(ReadOnlySpan<char> text) => text.LastIndexOfAnyExcept(Inside);

    public static int FirstBorder(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Inside);

    public static bool MayHold(ReadOnlySpan<char> run) => true;
}
