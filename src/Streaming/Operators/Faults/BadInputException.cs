namespace Streaming.Operators;

/// <summary>What the user gave cannot be used; the message says what and what to do. Ends a command with exit code 2.</summary>
public class BadInputException : Exception
{
    /// <summary>With a message.</summary>
    public BadInputException(string message) : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public BadInputException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Required by the framework's conventions.</summary>
    public BadInputException()
    {
    }
}
