using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Tries before the start what an operator makes of an option.</summary>
internal static class OptionCheck
{
    /// <summary>The problem, or none.</summary>
    public static IEnumerable<OptionProblem> Of(string option, Func<object> make)
    {
        try
        {
            make();
            return [];
        }
        catch (BadInputException e)
        {
            return [new(option, e.Message)];
        }
    }
}
