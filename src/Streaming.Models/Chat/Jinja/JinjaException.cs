namespace Streaming.Models.Chat.Jinja;

/// <summary>A template is broken, asks for what is not supported, or has raised an error itself.</summary>
internal sealed class JinjaException(string message) : Exception(message);
