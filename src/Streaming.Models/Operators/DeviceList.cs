using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>Reads <c>device</c> options: one device, or several of one kind (<c>cuda:0,1</c>).</summary>
internal static class DeviceList
{
    /// <summary>The devices, none twice.</summary>
    /// <exception cref="BadInputException">It names none.</exception>
    public static IReadOnlyList<ModelDevice> Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? [ModelDevice.Parse(text)]
            : [.. text[(colon + 1)..].Split(',').Select(index => ModelDevice.Parse($"{text[..colon]}:{index.Trim()}")).Distinct()];
    }

    /// <summary>What is wrong with it, or null.</summary>
    public static string? ProblemOf(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }
}
