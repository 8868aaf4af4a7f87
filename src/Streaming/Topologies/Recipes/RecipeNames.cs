namespace Streaming.Topologies;

/// <summary>Makes names of what recipes call things.</summary>
internal static class RecipeNames
{
    /// <summary>The name with what no name may have replaced by '-'.</summary>
    public static string Valid(string? name, string otherwise)
    {
        var valid = new string([.. (name ?? "").Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')]).TrimStart('-', '.');
        return valid.Length == 0 ? otherwise : valid[..Math.Min(valid.Length, 100)];
    }
}
