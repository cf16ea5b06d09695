using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sockeye.Architecture.Tests.PublicApi;

/// <summary>What an assembly offers to those who reference it, as text whose changes are easy to read in a review.</summary>
internal static class ApiSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(IsWritten).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(Declaration(type)).Append('\n');
            foreach (var line in type.GetMembers(Declared).OrderBy(Rank).Select(ApiMember.Line).OfType<string>())
                text.Append("    ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    // The compiler adds public types of its own: the class around a tool's top-level statements, and what describes extension blocks.
    private static bool IsWritten(Type type) =>
        type is not { Namespace: null, Name: "Program" } && !type.FullName!.Contains('<', StringComparison.Ordinal);

    private static string Declaration(Type type)
    {
        var name = $"{type.Namespace}.{ApiTypeName.Of(type)}";
        var parents = Parents(type).Select(parent => ApiTypeName.Of(parent)).ToList();
        return $"{Kind(type)} {name}{(parents.Count == 0 ? "" : $" : {string.Join(", ", parents)}")}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsSubclassOf(typeof(Delegate)))
            return "delegate";
        var record = type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true ? "record " : "";
        if (type.IsValueType)
            return $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        return $"{modifier}{(record.Length > 0 ? "record" : "class")}";
    }

    /// <summary>The base class and the interfaces that the type adds to it; for an enumeration what its values are.</summary>
    private static IEnumerable<Type> Parents(Type type)
    {
        if (type.IsEnum)
            return [type.GetEnumUnderlyingType()];
        if (type.IsSubclassOf(typeof(Delegate)))
            return [];
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var interfaces = type.GetInterfaces().Except(inherited).Where(IsOffered).OrderBy(parent => parent.Name, StringComparer.Ordinal);
        var isPlain = type.IsValueType || type.IsInterface || type.BaseType == typeof(object);
        return isPlain ? interfaces : interfaces.Prepend(type.BaseType!);

        bool IsOffered(Type parent) =>
            parent.IsVisible && !(parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(IEquatable<>));
    }

    private static (int Kind, string Name, string Signature) Rank(MemberInfo member) => (member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    }, member is FieldInfo { DeclaringType.IsEnum: true, IsLiteral: true } field ? Value(field) : member.Name, member.ToString()!);

    private static string Value(FieldInfo field) => $"{field.GetRawConstantValue():D20}";
}
