namespace Streaming.Operators;

/// <summary>An options record that can see before the start what no attribute can: missing files, options that exclude each other.</summary>
public interface IValidatesOptions
{
    /// <summary>Every problem. Looks at names and existence only: quick, and never throws for what the user wrote.</summary>
    /// <param name="baseFolder">The topology's folder, absolute: relative paths start here.</param>
    IEnumerable<OptionProblem> Validate(string baseFolder);
}

/// <summary>Something wrong with an option.</summary>
/// <param name="Option">Its name in a topology (<c>path</c>); null where it is about all of them.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record OptionProblem(string? Option, string Message)
{
    /// <summary>True where it can run all the same.</summary>
    public bool IsWarning { get; init; }
}
